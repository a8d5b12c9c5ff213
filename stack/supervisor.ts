// Keeps the processes of one installation running: starts them, restarts what dies with backoff, stops them in reverse order.
// It records every child's pid and start time, so that the next start can stop what a killed supervisor left behind.
// It knows nothing of databases or mail: what a child is and when it is ready comes with its plan.

import { mkdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChildPlan } from './child'
import { KeptChild, type ChildStatus, type RecordedChild } from './kept-child'
import { isRunning, stopIdentity } from './process-identity'

export interface SupervisorOptions {
  /** Folder for what is running now. */
  readonly runFolder: string
  readonly onChange?: (children: readonly ChildStatus[]) => void
  /** First pause before a restart; doubles up to `longestPauseMilliseconds`. */
  readonly firstPauseMilliseconds?: number
  readonly longestPauseMilliseconds?: number
  /** Running this long forgives the restarts before it. */
  readonly healthyMilliseconds?: number
}

const LARGEST_LOG_BYTES = 20_000_000

export class Supervisor {
  private readonly kept: KeptChild[] = []
  private stopping = false
  private readonly rotation: NodeJS.Timeout

  constructor(private readonly options: SupervisorOptions) {
    mkdirSync(options.runFolder, { recursive: true })
    this.rotation = setInterval(() => this.limitLogs(), 60_000)
    this.rotation.unref()
  }

  /**
   * Starts a child and keeps it running from then on. Resolves when it is ready for the first time, however many starts that
   * takes; rejects only when the supervisor is stopped before.
   */
  keep(plan: ChildPlan): Promise<void> {
    const kept = new KeptChild(plan, {
      firstPause: this.options.firstPauseMilliseconds ?? 1_000,
      longestPause: this.options.longestPauseMilliseconds ?? 30_000,
      healthy: this.options.healthyMilliseconds ?? 60_000,
      changed: () => this.changed(),
    })
    this.kept.push(kept)
    if (this.stopping) return Promise.reject(new Error('Postroom is stopping.'))
    return kept.begin()
  }

  /** Replaces a running child by a new start of it. */
  async restart(name: string): Promise<void> {
    await this.kept.find((kept) => kept.status().name === name)?.restart()
  }

  status(): ChildStatus[] {
    return this.kept.map((kept) => kept.status())
  }

  /** Stops all children, the last started first, each with its own signals. */
  async stop(): Promise<void> {
    this.stopping = true
    clearInterval(this.rotation)
    for (const kept of [...this.kept].reverse()) await kept.end()
  }

  private changed(): void {
    const children = this.status()
    const identities = this.kept.flatMap((kept) => kept.recorded())
    replaceFile(join(this.options.runFolder, 'children.json'), JSON.stringify(identities))
    this.options.onChange?.(children)
  }

  /** Children append to their logs, so cutting one short is safe while it is being written. */
  private limitLogs(): void {
    for (const { log } of this.status()) {
      if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES) truncateSync(log)
    }
  }
}

/** Stops what a killed supervisor left running, the last started first. Only processes that are still the recorded ones. Returns their names. */
export async function stopLeftovers(runFolder: string): Promise<string[]> {
  const stopped: string[] = []
  for (const left of readRecorded(join(runFolder, 'children.json')).reverse()) {
    if (!isRunning(left)) continue
    await stopIdentity(left, left.signals, 5_000)
    stopped.push(left.name)
  }
  return stopped
}

/** Puts a file in place complete or not at all. */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.${process.pid}`, text)
  renameSync(`${file}.${process.pid}`, file)
}

function readRecorded(file: string): RecordedChild[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Array.isArray(parsed) ? parsed.filter(isRecorded) : []
  } catch (cause) {
    if (cause instanceof SyntaxError || (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) return []
    throw cause
  }
}

function isRecorded(value: unknown): value is RecordedChild {
  return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number' && 'startedAt' in value && typeof value.startedAt === 'string' && 'name' in value && typeof value.name === 'string' && 'signals' in value && Array.isArray(value.signals)
}
