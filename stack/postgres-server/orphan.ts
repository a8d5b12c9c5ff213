import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandOf, identify, stopIdentity } from '../process-identity'

/** What the server writes about itself into its data folder (postmaster.pid). */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number | null
  /** 'starting', 'ready', 'stopping' … as the server last wrote it. */
  readonly status: string
}

/** Reads postmaster.pid; null when there is none or it is not complete yet. */
export function readPostmaster(cluster: string): PostmasterFile | null {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  const port = Number.parseInt(lines[3] ?? '', 10)
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number.isInteger(port) ? port : null, status: (lines[7] ?? '').trim() } : null
}

/**
 * Stops a server that a killed supervisor left behind on this data folder. The pid in postmaster.pid is believed only when
 * that process really is a `postgres` started on this very folder: after a reboot it may be anybody's.
 * Returns the pid that was stopped, or null.
 */
export async function stopOrphan(cluster: string): Promise<number | null> {
  const file = readPostmaster(cluster)
  if (file === null) return null
  const identity = identify(file.pid)
  if (identity === null) return null
  if (!isServerOf(file.pid, cluster)) {
    // The server asks only whether the pid lives, and would refuse to start for a stranger's sake.
    if (!isServer(file.pid)) rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return null
  }
  await stopIdentity(identity, ['SIGINT', 'SIGQUIT'], 10_000)
  await backendsGone(cluster)
  return file.pid
}

/** Whether the process is a PostgreSQL server that was started on this data folder. */
function isServerOf(pid: number, cluster: string): boolean {
  return isServer(pid) && ` ${commandOf(pid)} `.includes(` -D ${cluster} `)
}

function isServer(pid: number): boolean {
  return /(^|\/)postgres(:|\s|$)/.test(commandOf(pid).split(' -')[0] ?? '')
}

/** After SIGKILL the server's own children end a moment later, and a new server refuses to start before that. */
async function backendsGone(cluster: string): Promise<void> {
  const deadline = Date.now() + 2_000
  while (existsSync(join(cluster, 'postmaster.pid')) && Date.now() < deadline) await pause(50)
}
