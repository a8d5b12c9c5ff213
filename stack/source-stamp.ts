import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './paths'

/** What the worker and our other Node programs are made of. */
export const PROGRAM_SOURCES: readonly string[] = ['server', 'activities', 'mail', 'db', 'rules', 'workflows', 'stack']

/**
 * One text that changes when any of the sources changes, by content and not by time: a fresh clone of the same commit needs no
 * rebuild because its files are newer.
 */
export function sourceStamp(parts: readonly string[]): string {
  const hash = createHash('sha256').update(process.versions.node)
  for (const part of [...parts, 'package-lock.json', 'tsconfig.json']) {
    for (const file of filesOf(part)) hash.update(`${file}\0`).update(readFileSync(join(projectRoot(), file)))
  }
  return hash.digest('hex')
}

function filesOf(part: string): string[] {
  const path = join(projectRoot(), part)
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [part]
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(part, entry.name)) : [join(part, entry.name)]))
}
