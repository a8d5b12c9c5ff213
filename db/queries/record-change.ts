import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { Failure } from '../../mail/failure'
import { notifyChanged, type Tx } from '../client'
import { record, thread, timelineEntry, type TIMELINE_KINDS } from '../schema'
import { recordsChanged } from './decide-waits'
import type { RecordStage } from './record-list'

/** One change a person makes. Each leaves a line in the timeline saying what was before and what is now. */
export type RecordChange =
  | { readonly kind: 'stage'; readonly stage: z.infer<typeof RecordStage> }
  | { readonly kind: 'assigned'; readonly assigneeId: string | null; readonly assigneeName: string | null }
  | { readonly kind: 'title'; readonly title: string }

export interface RecordChangeRequest {
  readonly workspaceId: string
  readonly recordId: string
  readonly userId: string
  /** The revision the person saw; another means somebody was faster. */
  readonly revision: number
  readonly change: RecordChange
}

/** Changes a record and returns its new revision. Fails with `not found`, `conflict.record` (the seen revision is old) or `conflict.record open` (its thread has another open one). */
export async function changeRecord(tx: Tx, { workspaceId, recordId, userId, revision, change }: RecordChangeRequest): Promise<{ readonly revision: number }> {
  const mine = and(eq(record.workspaceId, workspaceId), eq(record.id, recordId))
  const [before] = await tx.select({ threadId: record.threadId }).from(record).where(mine)
  // The thread's row is locked before the record's, as wherever the question is whether a thread has an open record.
  if (change.kind === 'stage' && before?.threadId != null) await tx.select({ id: thread.id }).from(thread).where(eq(thread.id, before.threadId)).for('no key update')
  const [now] = await tx.select().from(record).where(mine).for('no key update')
  if (now === undefined) throw new Failure('not found', { retry: 'no', publicMessage: 'There is no such record.' })
  if (now.revision !== revision) throw new Failure('conflict.record', { retry: 'no', publicMessage: `Somebody changed this ${now.type} meanwhile. Look at it again, then repeat your change.` })
  if (change.kind === 'stage' && now.closedAt !== null && !isClosed(change.stage)) await requireOnlyOpen(tx, now)
  await tx.update(record).set({ ...columnsOf(now, change), revision: revision + 1, updatedAt: sql`now()` }).where(mine)
  await addLine(tx, { workspaceId, recordId, userId, ...lineOf(now, change) })
  await recordsChanged(tx, workspaceId, [recordId])
  await notifyChanged(tx, workspaceId, 'record', [recordId])
  return { revision: revision + 1 }
}

/** Adds a note for colleagues; it never leaves the house. A note changes nothing that could be overwritten, so it needs no revision. */
export async function addRecordNote(tx: Tx, workspaceId: string, recordId: string, userId: string, text: string): Promise<{ readonly id: string }> {
  const touched = await tx.update(record).set({ updatedAt: sql`now()` }).where(and(eq(record.workspaceId, workspaceId), eq(record.id, recordId))).returning({ id: record.id })
  if (touched.length === 0) throw new Failure('not found', { retry: 'no', publicMessage: 'There is no such record.' })
  const id = await addLine(tx, { workspaceId, recordId, userId, kind: 'note', data: { text } })
  await notifyChanged(tx, workspaceId, 'record', [recordId])
  return { id }
}

type RecordRow = typeof record.$inferSelect
type Line = { readonly kind: (typeof TIMELINE_KINDS)[number]; readonly data: Readonly<Record<string, string>> }

function columnsOf(now: RecordRow, change: RecordChange): Partial<RecordRow> {
  switch (change.kind) {
    case 'stage':
      return { stage: change.stage, closedAt: isClosed(change.stage) ? (now.closedAt ?? new Date()) : null }
    case 'assigned':
      return { assigneeId: change.assigneeId }
    case 'title':
      return { title: change.title }
  }
}

function lineOf(now: RecordRow, change: RecordChange): Line {
  switch (change.kind) {
    case 'stage':
      return { kind: 'stage', data: { from: now.stage, to: change.stage } }
    case 'assigned':
      return { kind: 'assigned', data: { to: change.assigneeName ?? '' } }
    case 'title':
      return { kind: 'field', data: { field: 'title', from: now.title, to: change.title } }
  }
}

function isClosed(stage: RecordRow['stage']): boolean {
  return stage === 'done' || stage === 'lost'
}

async function requireOnlyOpen(tx: Tx, { id, workspaceId, threadId, type }: RecordRow): Promise<void> {
  if (threadId === null) return
  const [other] = await tx
    .select({ number: record.number })
    .from(record)
    .where(and(eq(record.workspaceId, workspaceId), eq(record.threadId, threadId), eq(record.type, type), isNull(record.closedAt), ne(record.id, id)))
  if (other !== undefined) throw new Failure('conflict.record open', { retry: 'no', publicMessage: `The same conversation already has the open ${type} #${other.number}. Go on there, or close it first.` })
}

async function addLine(tx: Tx, line: Line & { readonly workspaceId: string; readonly recordId: string; readonly userId: string }): Promise<string> {
  const [row] = await tx.insert(timelineEntry).values(line).returning({ id: timelineEntry.id })
  if (row === undefined) throw new Error('an inserted timeline entry came back without its id')
  return row.id
}
