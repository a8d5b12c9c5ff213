import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder, projectRoot } from '../paths'
import { endOfLog } from '../spawn-until'
import { answersVersion } from './find'
import { TEMPORAL_VERSION } from './version'

/** Go's own version line, or null where Go is not installed. */
export function goVersion(env: NodeJS.ProcessEnv = process.env): string | null {
  const answer = spawnSync('go', ['version'], { encoding: 'utf8', env })
  return answer.status === 0 ? answer.stdout.trim() : null
}

/**
 * Builds the server from the committed tool module. About four minutes on two cores, once; a build that was killed goes on
 * from Go's own cache. Runs at low priority, because the web app is built and used meanwhile.
 */
export async function buildTemporal(options: { target: string; logFolder: string; signal?: AbortSignal; env?: NodeJS.ProcessEnv }): Promise<void> {
  const { target, signal, env = process.env } = options
  const log = join(makeFolder(options.logFolder), 'temporal-build.log')
  mkdirSync(dirname(target), { recursive: true })
  const unfinished = `${target}.build-${process.pid}`
  try {
    await runGo(unfinished, log, env, signal)
    if (!(await answersVersion(unfinished))) throw new Error('The Temporal server was built but does not answer "--version".')
    renameSync(unfinished, target)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function runGo(output: string, log: string, env: NodeJS.ProcessEnv, signal: AbortSignal | undefined): Promise<void> {
  const flags = `-s -w -X github.com/temporalio/cli/internal/temporalcli.Version=${TEMPORAL_VERSION}`
  const args = ['build', '-p', '2', '-trimpath', '-ldflags', flags, '-o', output, 'github.com/temporalio/cli/cmd/temporal']
  const out = openSync(log, 'a')
  const child = spawn('go', args, { cwd: join(projectRoot(), 'stack', 'temporal-build'), env: { ...env, CGO_ENABLED: '0' }, stdio: ['ignore', out, out], signal })
  closeSync(out)
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, ended) => {
      if (code === 0) resolve()
      else reject(new Error(`"go build" of the Temporal server ended with ${ended ?? code}:\n${endOfLog(log)}`))
    })
  })
}
