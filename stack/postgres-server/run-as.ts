import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** How a program is started so that it does not run as root, which PostgreSQL refuses. */
export interface RunAs {
  /** Owner of the files the program writes; null: ourselves. */
  readonly owner: { readonly uid: number; readonly gid: number } | null
  /** Command and options for spawn, wrapped where needed. */
  command(program: string, args: readonly string[]): { command: string; args: string[]; uid?: number; gid?: number }
}

/**
 * Chooses how to start a program from `program` over the folder `data`.
 * Not root: as ourselves. Root: as `postgres` or `nobody`; where that user cannot pass the parent folders (a root home, a
 * private clone), with the one capability that lets it pass. Null when root can do neither: the data has to lie elsewhere.
 */
export function chooseRunAs(program: string, data: string): RunAs | null {
  if (process.getuid?.() !== 0) return { owner: null, command: (command, args) => ({ command, args: [...args] }) }
  const owner = unprivilegedUser()
  if (canPass(program, owner) && canPass(data, owner)) return { owner, command: (command, args) => ({ command, args: [...args], ...owner }) }
  return canPassWithCapability(program, owner) ? { owner, command: (command, args) => ({ command: 'setpriv', args: [...capability(owner), command, ...args] }) } : null
}

/** The uid and gid of `postgres`, else of `nobody`. Both have a passwd entry, without which initdb refuses to run. */
function unprivilegedUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    const uid = numericId(['-u', name])
    const gid = numericId(['-g', name])
    if (uid !== null && gid !== null && uid !== 0) return { uid, gid }
  }
  throw new Error('Running as root, and there is neither a user "postgres" nor "nobody" to run PostgreSQL as. Start Postroom as an ordinary user, or set DATABASE_URL.')
}

/** Whether `owner` may pass every folder above `path`. */
function canPass(path: string, owner: { uid: number; gid: number }): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/**
 * One capability: to pass and read any folder. initdb asks with access(2) whether its programs are there, and that call leaves
 * capabilities out unless the securebit says otherwise.
 */
function capability(owner: { uid: number; gid: number }): string[] {
  return [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', '--']
}

function canPassWithCapability(program: string, owner: { uid: number; gid: number }): boolean {
  try {
    execFileSync('setpriv', [...capability(owner), 'test', '-x', program], { stdio: 'ignore' })
    return true
  } catch (cause) {
    if (cause instanceof Error && ('status' in cause || 'code' in cause)) return false
    throw cause
  }
}

function numericId(args: string[]): number | null {
  try {
    return Number.parseInt(execFileSync('id', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }), 10)
  } catch (cause) {
    if (cause instanceof Error && 'status' in cause) return null
    throw cause
  }
}
