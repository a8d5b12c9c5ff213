// Saved histories: what the engine remembers of a workflow's run. They are recorded from the tests that make them
// (POSTROOM_RECORD_HISTORIES=1) and replayed against today's workflow code by every run of the tests.

import { mkdirSync, writeFileSync } from 'node:fs'
import type { Client } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils'

export const HISTORIES = new URL('../histories/', import.meta.url)

/** Saves the history of a workflow's latest run under a name that says which path it took. Does nothing unless recording was asked for. */
export async function recordHistory(client: Client, workflowId: string, name: string): Promise<void> {
  if (process.env.POSTROOM_RECORD_HISTORIES !== '1') return
  const json: unknown = JSON.parse(historyToJSON(await client.workflow.getHandle(workflowId).fetchHistory()))
  mkdirSync(HISTORIES, { recursive: true })
  writeFileSync(new URL(`${name}.json`, HISTORIES), `${JSON.stringify(withoutIdentity(json), null, 1)}\n`)
}

/** Without the names of the machine and the process that made it. */
function withoutIdentity(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIdentity)
  if (typeof value === 'string') return value.replace(/^\d+@.*$/s, 'worker')
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key === 'identity' || key === 'workerVersion' || key === 'stickyAttributes' ? [] : [[key, withoutIdentity(inner)]])))
}
