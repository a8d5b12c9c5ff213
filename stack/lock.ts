import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isRunning, type ProcessIdentity } from './process-identity'

/** Who holds a data folder. */
export interface Holder extends ProcessIdentity {
  /** Where its web app is, as far as it has said so. */
  readonly url: string | null
}

/** The one supervisor of a data folder. */
export interface FolderLock {
  /** Tells others where to find us. */
  announce(url: string): void
  release(): void
}

/**
 * Takes the folder, or returns who has it. A holder that was killed loses it: its pid must still be the same process, not only
 * the same number.
 */
export function takeLock(folder: string): FolderLock | Holder {
  const file = lockFile(folder)
  const me = identify(process.pid)
  if (me === null) throw new Error('This process cannot be identified.')
  for (;;) {
    if (tryLink(file, { ...me, url: null })) return { announce: (url) => replace(file, { ...me, url }), release: () => rmSync(file, { force: true }) }
    const holder = readHolder(file)
    if (holder !== null && isRunning(holder)) return holder
    removeStale(file, holder)
  }
}

/** Who holds the folder right now, or null. */
export function currentHolder(folder: string): Holder | null {
  const holder = readHolder(lockFile(folder))
  return holder !== null && isRunning(holder) ? holder : null
}

function lockFile(folder: string): string {
  return join(folder, 'run', 'supervisor.json')
}

/** A link appears with its whole content or not at all, and never replaces another. */
function tryLink(file: string, holder: Holder): boolean {
  const prepared = `${file}.${process.pid}`
  writeFileSync(prepared, JSON.stringify(holder))
  try {
    linkSync(prepared, file)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw cause
  } finally {
    rmSync(prepared, { force: true })
  }
}

function replace(file: string, holder: Holder): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(holder))
  renameSync(`${file}.${process.pid}`, file)
}

/** Moves it aside and looks at what was moved: in between another start may have taken the folder, which then gets it back. */
function removeStale(file: string, stale: Holder | null): void {
  const aside = `${file}.stale-${process.pid}`
  try {
    renameSync(file, aside)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return
    throw cause
  }
  const moved = readHolder(aside)
  if (moved !== null && moved.pid !== stale?.pid && isRunning(moved)) renameSync(aside, file)
  else rmSync(aside, { force: true })
}

function readHolder(file: string): Holder | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
  return parseHolder(text)
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value)) return null
    if (typeof value.pid !== 'number' || typeof value.startedAt !== 'string') return null
    return { pid: value.pid, startedAt: value.startedAt, url: 'url' in value && typeof value.url === 'string' ? value.url : null }
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
