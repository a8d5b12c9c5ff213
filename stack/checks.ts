// What `npm run check` consists of. Each is a tool that exists; here stand only how it is called and when it counts as failed.
// A check without output is a good one.
// To add one: an object in the list below.

import { existsSync, readdirSync, readFileSync, rmSync, type Dirent } from 'node:fs'
import { join, relative } from 'node:path'
import { z } from 'zod'
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
  { name: 'lint, promises too (oxlint)', run: async () => verdict(await runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings'])) },
  { name: 'pure tests (vitest)', run: pureTests },
  { name: 'boundaries (dependency-cruiser)', run: boundaries },
  { name: 'folder names', run: async () => folderNames() },
  { name: 'no rule switched off', run: async () => switchedOff() },
]

async function pureTests(): Promise<{ problem: string | null; tally: Tally }> {
  const report = join(cache(), 'pure-tests.json')
  rmSync(report, { force: true })
  const result = await runTool('vitest/vitest.mjs', ['run', '--project', 'pure', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  return { ...verdict(result), tally: vitestTally(report, result.code) }
}

const cruise = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({ violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })) }),
})

/** Passing is not enough: with a TypeScript it cannot use, dependency-cruiser reads nothing and is content. */
async function boundaries(): Promise<{ problem: string | null }> {
  const folders = FOLDERS.filter((folder) => existsSync(join(projectRoot(), folder)))
  const result = await runTool('dependency-cruiser/bin/dependency-cruise.mjs', [...folders, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'])
  const parsed = parseJson(result.output)
  if (parsed === null) return { problem: result.output }
  const { modules, summary } = cruise.parse(parsed)
  const read = new Set(modules.map((module) => module.source))
  const unread = folders.flatMap(sourceFiles).filter((file) => !read.has(file))
  const lines = [...summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`), ...unread.map((file) => `not read: ${file}`)]
  return { problem: lines.length === 0 ? null : lines.join('\n') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.slice(text.indexOf('{')))
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

function folderNames(): { problem: string | null } {
  const refused = FOLDERS.flatMap((folder) => foldersBelow(folder)).filter((folder) => REFUSED_FOLDERS.has(folder.split('/').at(-1) ?? ''))
  return { problem: refused.length === 0 ? null : `These folders need a name that says what is inside: ${refused.join(', ')}` }
}

/** Comments that silence the linter or the compiler: what they hide is to be mended. */
const SILENCING = /(?:\/\/|\/\*)\s*(?:eslint|oxlint)-disable|(?:\/\/|\/\*)\s*@ts-(?:ignore|nocheck|expect-error)/

function switchedOff(): { problem: string | null } {
  const found = FOLDERS.flatMap(sourceFiles).filter((file) => SILENCING.test(readFileSync(join(projectRoot(), file), 'utf8')))
  return { problem: found.length === 0 ? null : `A comment switches a rule off here; mend what it hides: ${found.join(', ')}` }
}

function verdict(result: CommandResult): { problem: string | null } {
  return { problem: result.code === 0 ? null : result.output }
}

function cache(): string {
  return makeFolder(join(projectRoot(), '.postroom', 'check'))
}

function sourceFiles(folder: string): string[] {
  return entries(folder).flatMap((entry) => (entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [pathOf(entry)] : []))
}

function foldersBelow(folder: string): string[] {
  return entries(folder).flatMap((entry) => (entry.isDirectory() ? [pathOf(entry)] : []))
}

function entries(folder: string): Dirent[] {
  const path = join(projectRoot(), folder)
  return existsSync(path) ? readdirSync(path, { withFileTypes: true, recursive: true }) : []
}

function pathOf(entry: Dirent): string {
  return relative(projectRoot(), join(entry.parentPath, entry.name))
}
