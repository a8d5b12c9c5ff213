import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** A process as it can be recognised later: a pid alone may by then belong to somebody else. */
export interface ProcessIdentity {
  readonly pid: number
  /** Boot and start time as the operating system tells them; compared as a whole, never parsed. */
  readonly startedAt: string
}

/** The identity of a running process, or null when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === 'linux' ? linuxStart(pid) : psStart(pid)
  return startedAt === null ? null : { pid, startedAt }
}

/** Whether exactly this process, not only its pid, is still running. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt
}

/** The executable and arguments of a process in one line, '' when it is gone. Used to verify what an orphan is before it is stopped. */
export function commandOf(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return `${executableOf(pid)} ${args}`.trim()
  } catch (cause) {
    return gone(cause, '')
  }
}

/**
 * Stops a verified process: each signal in turn, waiting up to `graceMilliseconds` for it to go, then SIGKILL.
 * Returns the signal that was enough, or null when it was not running.
 */
export async function stopIdentity(identity: ProcessIdentity, signals: readonly NodeJS.Signals[], graceMilliseconds: number): Promise<NodeJS.Signals | null> {
  for (const signal of [...signals, 'SIGKILL' as const]) {
    if (!isRunning(identity)) return null
    send(identity.pid, signal)
    if (await wentAway(identity, graceMilliseconds)) return signal
  }
  throw new Error(`Process ${identity.pid} does not end, even after SIGKILL.`)
}

/** Sends a signal; a process that is already gone is not an error. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause
  }
}

async function wentAway(identity: ProcessIdentity, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds
  while (isRunning(identity)) {
    if (Date.now() >= deadline) return false
    await pause(20)
  }
  return true
}

function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in parentheses and may hold spaces and parentheses itself: count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    const ticksSinceBoot = fields[19]
    if (ticksSinceBoot === undefined || state === 'Z' || state === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticksSinceBoot}`
  } catch (cause) {
    return gone(cause, null)
  }
}

function executableOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch (cause) {
    return gone(cause, '')
  }
}

function psStart(pid: number): string | null {
  const line = ps(pid, 'stat=,lstart=')
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '')
}

function ps(pid: number, columns: string): string {
  try {
    return execFileSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch (cause) {
    if (cause instanceof Error && 'status' in cause && cause.status === 1) return ''
    throw cause
  }
}

function gone<T>(cause: unknown, otherwise: T): T {
  if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ESRCH' || cause.code === 'EACCES')) return otherwise
  throw cause
}
