import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './paths'
import { sourceStamp } from './source-stamp'
import { endOfLog } from './spawn-until'

const SOURCES = ['app', 'components', 'rules', 'server', 'db', 'mail', 'next.config.js', 'next.config.mjs', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts']

/** Next's command line, run with our own Node. */
export const nextProgram = (): string => join(projectRoot(), 'node_modules', 'next', 'dist', 'bin', 'next')

/** Where Next builds to; next.config.js reads the same variable. */
const buildOutput = (): string => join(projectRoot(), process.env.POSTROOM_NEXT_DIST ?? '.next')

/** Whether there is a build of exactly these sources. */
function isWebBuilt(): boolean {
  return existsSync(join(buildOutput(), 'BUILD_ID')) && existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === sourceStamp(SOURCES)
}

/** Builds the web app where it is missing or stale. Throws with the end of the build's output. A build that was killed is done again. */
export async function buildWeb(options: { env: NodeJS.ProcessEnv; log: string; signal?: AbortSignal }): Promise<void> {
  if (isWebBuilt()) return
  const stamp = sourceStamp(SOURCES)
  rmSync(stampFile(), { force: true })
  const output = openSync(options.log, 'w')
  const child = spawn(process.execPath, [nextProgram(), 'build'], { cwd: projectRoot(), env: { ...options.env, NODE_ENV: 'production' }, stdio: ['ignore', output, output], signal: options.signal })
  closeSync(output)
  const code = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (exit, signal) => resolve(signal ?? String(exit)))
  })
  if (code !== '0') throw new Error(`The web app could not be built (${code}):\n${endOfLog(options.log, 30)}`)
  writeFileSync(stampFile(), stamp)
}

function stampFile(): string {
  return join(buildOutput(), 'postroom-stamp')
}
