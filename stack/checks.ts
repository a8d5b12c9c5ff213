// What `npm run check` consists of. Each is a tool that exists; here stand only how it is called and when it counts as failed.
// A check without output is a good one. Together they stay under a minute on two cores.
// To add one: an object in the list below.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runTool, type CommandResult } from './command'
import { makeFolder, projectRoot } from './paths'
import { vitestTally, type Tally } from './tally'

export interface Check {
  readonly name: string
  /** `problem` is what to show, or null when all is well. */
  run(): Promise<{ problem: string | null; tally?: Tally }>
}

/** The folders of the import table. */
const FOLDERS = ['activities', 'app', 'components', 'db', 'mail', 'rules', 'server', 'stack', 'test', 'workflows']
/** Names that say nothing about what is inside. */
const REFUSED_FOLDERS = new Set(['lib', 'utils', 'util', 'common', 'helpers', 'shared', 'services', 'types'])

export const checks: readonly Check[] = [
  { name: 'types (tsc)', run: async () => verdict(await runTool('typescript/bin/tsc', ['--noEmit', '-p', '.', '--incremental', '--tsBuildInfoFile', join(cache(), 'tsc.tsbuildinfo')])) },
  { name: 'promises and types (eslint)', run: async () => verdict(await runTool('eslint/bin/eslint.js', ['.', '--cache', '--cache-location', join(cache(), 'eslint/'), '--max-warnings', '0'])) },
  { name: 'pure tests (vitest)', run: pureTests },
  { name: 'boundaries (dependency-cruiser)', run: boundaries },
  { name: 'lint (oxlint)', run: async () => verdict(await runTool('oxlint/bin/oxlint', ['--deny-warnings'])) },
  { name: 'folder names', run: async () => folderNames() },
]

async function pureTests(): Promise<{ problem: string | null; tally: Tally }> {
  const report = join(cache(), 'pure-tests.json')
  const result = await runTool('vitest/vitest.mjs', ['run', '--project', 'pure', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  return { ...verdict(result), tally: vitestTally(report) }
}

/** Passing is not enough: with a TypeScript it cannot use, dependency-cruiser reads nothing and is content. */
async function boundaries(): Promise<{ problem: string | null }> {
  const folders = FOLDERS.filter((folder) => existsSync(join(projectRoot(), folder)))
  const result = await runTool('dependency-cruiser/bin/dependency-cruise.mjs', [...folders, '--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'])
  if (result.code !== 0) return { problem: result.output }
  const read = Number(/\((\d+) modules/.exec(result.output)?.[1] ?? 0)
  const expected = folders.flatMap((folder) => sourceFiles(folder)).length
  return { problem: read >= expected ? null : `dependency-cruiser read ${read} modules; there are ${expected} source files.\n${result.output}` }
}

function folderNames(): { problem: string | null } {
  const refused = FOLDERS.flatMap((folder) => foldersBelow(folder)).filter((folder) => REFUSED_FOLDERS.has(folder.split('/').at(-1) ?? ''))
  return { problem: refused.length === 0 ? null : `These folders need a name that says what is inside: ${refused.join(', ')}` }
}

function verdict(result: CommandResult): { problem: string | null } {
  return { problem: result.code === 0 ? null : result.output }
}

function cache(): string {
  return makeFolder(join(projectRoot(), '.postroom', 'check'))
}

function sourceFiles(folder: string): string[] {
  return entries(folder).filter((entry) => /\.tsx?$/.test(entry) && !entry.endsWith('.d.ts'))
}

function foldersBelow(folder: string): string[] {
  const path = join(projectRoot(), folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true, recursive: true }).flatMap((entry) => (entry.isDirectory() ? [join(entry.parentPath, entry.name)] : []))
}

function entries(folder: string): string[] {
  return readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
}
