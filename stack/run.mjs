// `node stack/run.mjs <verb>`: turns the verb's TypeScript into one file and runs it in this process, without a compiler kept in memory.
// A verb is one file that exports `run(args): Promise<number>` (the exit code) and one line in the table below.
// Packages stay outside the bundle; it lies in the project, so that they are found.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

const verbs = {
  start: 'stack/start.ts',
  dev: 'stack/dev.ts',
  test: 'stack/test.ts',
  check: 'stack/check.ts',
  replay: 'stack/replay.ts',
  bench: 'test/bench/run.ts',
  chaos: 'test/chaos/run.ts',
  reset: 'stack/reset.ts',
  status: 'stack/status.ts',
  rules: 'stack/rules/run.ts',
  // Short-lived children of the above, so that what they load leaves memory with them.
  migrate: 'stack/migrate-once.ts',
  bundle: 'stack/bundle.ts',
}

/** Bundles a source file and returns the path of the result, which is named after its content. */
async function bundled(entry) {
  // Without this esbuild keeps a thread and a child process for as long as we live.
  process.env.ESBUILD_WORKER_THREADS = '0'
  const { buildSync } = await import('esbuild')
  const result = buildSync({ entryPoints: [join(root, entry)], bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: 'inline', write: false, logLevel: 'warning', absWorkingDir: root })
  const text = result.outputFiles[0].contents
  const folder = join(root, '.postroom', 'build', 'verbs')
  const file = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o711 })
    writeFileSync(`${file}.${process.pid}`, text)
    renameSync(`${file}.${process.pid}`, file)
  }
  return file
}

const [verb = '', ...args] = process.argv.slice(2)
const entry = verbs[verb]
if (entry === undefined) {
  console.error(`There is no "${verb}". Verbs: ${Object.keys(verbs).join(', ')}.`)
  process.exit(2)
}
if (!existsSync(join(root, entry))) {
  console.error(`"${verb}" is not there yet: ${entry} is missing.`)
  process.exit(2)
}
process.chdir(root)
try {
  const { run } = await import(pathToFileURL(await bundled(entry)).href)
  process.exitCode = await run(args)
} catch (cause) {
  console.error(process.env.POSTROOM_DEBUG ? cause : `\n${cause instanceof Error ? cause.message : String(cause)}\n`)
  process.exitCode = 1
}
