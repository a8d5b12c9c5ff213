import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { identify, type ProcessIdentity } from './process-identity'

/** A program to start in a process group of its own, its output appended to a log file. */
export interface Program {
  /** What messages call it. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly log: string
}

/**
 * Starts a server and waits until `ready` settles. Throws with the end of its log when it ends before that.
 * The caller stops it; this process may end before it.
 */
export async function spawnUntil(program: Program, ready: (pid: number) => Promise<unknown>): Promise<ProcessIdentity> {
  const output = openSync(program.log, 'a')
  const child = spawn(program.command, [...program.args], { uid: program.uid, gid: program.gid, cwd: program.cwd, env: program.env, stdio: ['ignore', output, output], detached: true })
  closeSync(output)
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${program.name} could not be started: ${cause.message}`, { cause })))
    child.once('exit', (code, signal) => reject(new Error(`${program.name} ended (${signal ?? `code ${code}`}):\n${endOfLog(program.log)}`)))
  })
  const pid = child.pid
  await Promise.race([pid === undefined ? ended : ready(pid), ended])
  ended.catch(() => undefined)
  const identity = pid === undefined ? null : identify(pid)
  if (identity === null) throw new Error(`${program.name} ended right after it was ready:\n${endOfLog(program.log)}`)
  child.unref()
  return identity
}

/** The last lines of a log, '' when it is gone. */
export function endOfLog(log: string, lines = 8): string {
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-lines).join('\n') : ''
}
