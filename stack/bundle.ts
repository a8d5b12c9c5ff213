import { bundleWorkflowCode } from '@temporalio/worker'
import { build } from 'esbuild'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildFolder, projectRoot } from './paths'
import { PROGRAM_SOURCES, sourceStamp } from './source-stamp'

/** Our own Node programs: each becomes one file beside the others in the build folder. */
const PROGRAMS = { worker: 'server/worker.ts', 'parse-child': 'mail/parse-child.ts', demo: 'stack/demo.ts', 'first-run': 'stack/first-run-once.ts' }

export const workflowBundle = (): string => join(buildFolder(), 'workflows.js')

/** `run.mjs bundle`: makes the programs and the workflow bundle where their sources have changed since. Ends, so that the bundlers leave memory. */
export async function run(): Promise<number> {
  const stamp = sourceStamp(PROGRAM_SOURCES)
  const stampFile = join(buildFolder(), 'programs.stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 0
  mkdirSync(buildFolder(), { recursive: true })
  await Promise.all([bundlePrograms(), bundleWorkflows()])
  writeFileSync(stampFile, stamp)
  return 0
}

async function bundlePrograms(): Promise<void> {
  const entryPoints = Object.fromEntries(Object.entries(PROGRAMS).filter(([, source]) => existsSync(join(projectRoot(), source))))
  await build({
    absWorkingDir: projectRoot(),
    entryPoints,
    outdir: buildFolder(),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'error',
  })
}

async function bundleWorkflows(): Promise<void> {
  const entry = join(projectRoot(), 'workflows', 'index.ts')
  if (!existsSync(entry)) return
  const quiet = { trace: ignore, debug: ignore, info: ignore, log: ignore, warn: (text: string) => console.warn(text), error: (text: string) => console.error(text) }
  const { code } = await bundleWorkflowCode({ workflowsPath: entry, logger: quiet })
  const unfinished = `${workflowBundle()}.${process.pid}`
  writeFileSync(unfinished, code)
  renameSync(unfinished, workflowBundle())
}

function ignore(): void {
  // The bundler's progress is of no use on screen; what fails is thrown.
}
