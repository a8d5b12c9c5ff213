import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ports } from './env'
import type { ChildStatus } from './kept-child'
import { replaceFile } from './supervisor'

/** The state of a run as a whole: `open` means the web app is up and the engine is not yet. */
export type RunState = 'starting' | 'open' | 'ready' | 'stopping'

/** `run/status.json` in the data folder: what runs where. True only while the supervisor it names is running. */
export interface RunStatus {
  readonly pid: number
  readonly url: string
  readonly state: RunState
  readonly startedAt: string
  readonly ports: Ports
  readonly children: readonly ChildStatus[]
}

export function writeStatus(folder: string, status: RunStatus): void {
  replaceFile(statusFile(folder), JSON.stringify(status, null, 2))
}

/** What a run last wrote, or null when there never was one. */
export function readStatus(folder: string): RunStatus | null {
  try {
    // Written by ourselves a moment ago, in one piece.
    return JSON.parse(readFileSync(statusFile(folder), 'utf8')) as RunStatus
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}

function statusFile(folder: string): string {
  return join(folder, 'run', 'status.json')
}
