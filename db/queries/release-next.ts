import { sql } from 'drizzle-orm'
import type { Tx } from '../client'
import { enqueue } from './enqueue-dispatch'
import { isNear } from './near-id'

/** The execution that ended, parked or stands still: the search goes on behind it. */
export interface Released {
  readonly id: string
  readonly workspaceId: string
  readonly eventId: string
  readonly position: number
}

/**
 * Releases the execution of least greater position of the event that is not final. One that became final while we waited for its lock is passed over; one that
 * is released already ends the search.
 */
export async function releaseNext(tx: Tx, { id: before, workspaceId, eventId, position }: Released, now: Date): Promise<string | null> {
  for (;;) {
    const [candidate] = await tx.execute(sql`
      select id from execution where workspace_id = ${workspaceId} and event_id = ${eventId}::uuid and position > ${position} and ${isNear(sql`id`, before)} and ended_at is null order by position limit 1`)
    if (candidate === undefined) return null
    const [next] = await tx.execute(sql`select id, released_at, ended_at from execution where id = ${String(candidate.id)}::uuid for no key update`)
    if (next === undefined || next.ended_at !== null) continue
    if (next.released_at !== null) return null
    const id = String(next.id)
    await tx.execute(sql`update execution set released_at = ${now.toISOString()}::timestamptz, progress_at = ${now.toISOString()}::timestamptz where id = ${id}::uuid`)
    await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'start', subjectId: id }])
    return id
  }
}
