import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { identify, stopIdentity, type ProcessIdentity } from './process-identity'
import { projectRoot } from './paths'
import { asError } from './as-error'

/** How one start of a child goes. Asked for again before every start, because a port or a program may have changed. */
export interface ChildLaunch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly uid?: number
  readonly gid?: number
  readonly cwd?: string
}

/** A child as the supervisor keeps it. */
export interface ChildPlan {
  /** 'database', 'engine', 'worker', 'web' …: shown to people and used in file names. */
  readonly name: string
  readonly port: number | null
  readonly log: string
  /** Our own Node process: it ends when the supervisor is gone. */
  readonly leashed: boolean
  launch(): Promise<ChildLaunch>
  /** Resolves when the child does what it is for. */
  ready(pid: number): Promise<unknown>
  /** Sent one after the other, each with the grace time; then SIGKILL. */
  readonly signals: readonly NodeJS.Signals[]
  readonly graceMilliseconds: number
}

/** One start of a child. */
export interface RunningChild {
  readonly identity: ProcessIdentity
  /** Resolves with one line when the process has ended, however. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

/** Starts a child in a process group of its own, so that Ctrl-C reaches the supervisor alone, which then stops all in order. */
export async function startChild(plan: ChildPlan): Promise<RunningChild> {
  const launch = await plan.launch()
  const output = openSync(plan.log, 'a')
  const child = spawn(launch.command, [...(plan.leashed ? leashArguments() : []), ...launch.args], {
    cwd: launch.cwd ?? projectRoot(),
    uid: launch.uid,
    gid: launch.gid,
    env: plan.leashed ? { ...launch.env, POSTROOM_LEASH: '1' } : launch.env,
    stdio: ['ignore', output, output, ...(plan.leashed ? (['pipe'] as const) : [])],
    detached: true,
  })
  closeSync(output)
  const ended = endOf(child)
  const identity = child.pid === undefined ? null : identify(child.pid)
  if (identity === null) throw new Error(`${plan.name} could not be started: ${await ended}`)
  return {
    identity,
    ended,
    stop: async () => {
      await stopIdentity(identity, plan.signals, plan.graceMilliseconds)
      await ended
      killGroup(identity.pid)
    },
  }
}

/** Node's arguments that tie a process to the supervisor. */
export function leashArguments(): string[] {
  return ['--import', join(projectRoot(), 'stack', 'leash.mjs')]
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (cause) => resolve(asError(cause).message))
    child.once('exit', (code, signal) => resolve(signal === null ? `ended with code ${code ?? '?'}` : `ended by ${signal}`))
  })
}

/** What the child itself had started and left behind. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && (cause.code === 'ESRCH' || cause.code === 'EPERM'))) throw cause
  }
}
