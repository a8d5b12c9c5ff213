import { asError } from './as-error'
import { startChild, type ChildPlan, type RunningChild } from './child'
import { isRunning, type ProcessIdentity } from './process-identity'

export type ChildState = 'starting' | 'running' | 'restarting' | 'stopped'

/** One process as `status`, the status file and the screens show it. */
export interface ChildStatus {
  readonly name: string
  readonly state: ChildState
  readonly pid: number | null
  readonly port: number | null
  readonly restarts: number
  /** ISO time of the last change of state. */
  readonly since: string
  /** Why it ended the last time, '' when it never has. */
  readonly lastEnd: string
  readonly log: string
}

/** What the next start needs to know to stop a child that was left behind. */
export interface RecordedChild extends ProcessIdentity {
  readonly name: string
  readonly signals: readonly NodeJS.Signals[]
}

export interface KeptOptions {
  readonly firstPause: number
  readonly longestPause: number
  readonly healthy: number
  readonly changed: () => void
}

/** Keeps one child running until it is ended: start, wait until it is ready, wait until it ends, pause, again. */
export class KeptChild {
  private state: ChildState = 'starting'
  private since = new Date()
  private running: RunningChild | null = null
  private restarts = 0
  private lastEnd = ''
  private wanted = true
  private replacing = false
  private wake: () => void = () => undefined
  private loop: Promise<void> = Promise.resolve()

  constructor(
    private readonly plan: ChildPlan,
    private readonly options: KeptOptions,
  ) {}

  begin(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.loop = this.keepRunning(resolve).then(() => reject(new Error(`${this.plan.name} was stopped before it was ready.`)))
    })
  }

  async end(): Promise<void> {
    this.wanted = false
    this.wake()
    await this.running?.stop()
    await this.loop
  }

  /** Stops it and starts it again at once, as after a change of its program. */
  async restart(): Promise<void> {
    this.replacing = true
    await this.running?.stop()
  }

  status(): ChildStatus {
    const { name, port, log } = this.plan
    return { name, state: this.state, pid: this.running?.identity.pid ?? null, port, restarts: this.restarts, since: this.since.toISOString(), lastEnd: this.lastEnd, log }
  }

  recorded(): RecordedChild[] {
    return this.running === null ? [] : [{ ...this.running.identity, name: this.plan.name, signals: this.plan.signals }]
  }

  private async keepRunning(firstReady: () => void): Promise<void> {
    let pause = this.options.firstPause
    while (this.wanted) {
      const began = Date.now()
      this.lastEnd = await this.runOnce(firstReady)
      this.running = null
      if (!this.wanted) break
      if (this.replacing) {
        this.replacing = false
        continue
      }
      if (Date.now() - began >= this.options.healthy) pause = this.options.firstPause
      this.restarts += 1
      this.become('restarting')
      await this.sleep(pause)
      pause = Math.min(pause * 2, this.options.longestPause)
    }
    this.become('stopped')
  }

  /** Why it ended. */
  private async runOnce(firstReady: () => void): Promise<string> {
    this.become('starting')
    try {
      const child = await startChild(this.plan)
      this.running = child
      this.become('starting')
      if (!this.wanted) await child.stop()
      const unready = this.plan.ready(child.identity.pid).then(
        () => null,
        (cause: unknown) => asError(cause).message,
      )
      const first = await Promise.race([unready, child.ended])
      if (first === null) {
        this.become('running')
        firstReady()
      } else if (this.wanted && isRunning(child.identity)) await child.stop()
      const end = await child.ended
      return first === null || first === end ? end : `${first} (${end})`
    } catch (cause) {
      return asError(cause).message
    }
  }

  private become(state: ChildState): void {
    if (this.state !== state) this.since = new Date()
    this.state = state
    this.options.changed()
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
