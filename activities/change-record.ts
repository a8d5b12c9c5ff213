import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../db/client'
import { recordsChanged } from '../db/queries/decide-waits'
import { RecordStage } from '../db/queries/record-list'
import { timelineEntry, type TIMELINE_KINDS } from '../db/schema'
import { send } from '../db/send'
import { withFields } from '../rules/record-values'

/** What a rule wants of a record. What is left out stays. */
export interface RecordWishes {
  readonly stage?: z.infer<typeof RecordStage> | undefined
  /** Empty: nobody. Somebody who is no member changes nothing. */
  readonly assigneeRef?: string | undefined
  readonly title?: string | undefined
  /** An empty text clears the field. */
  readonly fields?: Readonly<Record<string, string>> | undefined
}

export interface RuleChange {
  readonly workspaceId: string
  readonly recordId: string
  readonly executionId: string
  /** The key of the effect: what it changed once it does not change again, even if somebody changed it back. */
  readonly key: string
  readonly wishes: RecordWishes
  readonly now: Date
}

const Row = z.object({ stage: RecordStage, title: z.string(), assigneeId: z.string().nullable(), fields: z.record(z.string(), z.string()), isClosed: z.boolean(), isDone: z.boolean() })
const Member = z.object({ id: z.string(), name: z.string() })

interface Line {
  readonly kind: (typeof TIMELINE_KINDS)[number]
  readonly data: Readonly<Record<string, string>>
}

/**
 * Changes a record for a rule, each change as a line of its timeline. Call it under the lock of the record's thread; it locks the record. The row of the record says what
 * happened to whoever listens: rules (by trigger) and waits.
 */
export async function changeRecordByRule(tx: Tx, { workspaceId, recordId, executionId, key, wishes, now }: RuleChange): Promise<'changed' | 'no change'> {
  const [row] = await tx.execute(sql`
    select stage, title, assignee_id as "assigneeId", fields, closed_at is not null as "isClosed",
      exists (select 1 from timeline_entry t where t.record_id = record.id and t.data ->> 'key' = ${key}) as "isDone"
    from record where workspace_id = ${workspaceId} and id = ${recordId}::uuid for no key update`)
  if (row === undefined) return 'no change'
  const before = Row.parse(row)
  const assignee = await assigneeOf(tx, workspaceId, wishes.assigneeRef)
  const lines = before.isDone ? [] : linesOf(before, wishes, assignee)
  if (lines.length === 0) return 'no change'
  const stage = wishes.stage ?? before.stage
  const isClosed = stage === 'done' || stage === 'lost'
  const at = sql`${now.toISOString()}::timestamptz`
  await send(tx, sql`
    update record set stage = ${stage}, title = ${wishes.title ?? before.title}, assignee_id = ${assignee === undefined ? before.assigneeId : (assignee?.id ?? null)}::uuid,
      fields = ${JSON.stringify(withFields(before.fields, wishes.fields ?? {}))}::jsonb, closed_at = ${isClosed ? sql`coalesce(closed_at, ${at})` : sql`null`}, revision = revision + 1, updated_at = ${at}
    where workspace_id = ${workspaceId} and id = ${recordId}::uuid`)
  await tx.insert(timelineEntry).values(lines.map(({ kind, data }) => ({ workspaceId, recordId, kind, at: now, executionId, data: { ...data, key } })))
  await recordsChanged(tx, workspaceId, [recordId])
  await notifyChanged(tx, workspaceId, 'record', [recordId])
  return 'changed'
}

/** Undefined: to be left as it is; null: nobody. */
async function assigneeOf(tx: Tx, workspaceId: string, ref: string | undefined): Promise<z.infer<typeof Member> | null | undefined> {
  if (ref === undefined) return undefined
  return ref === '' ? null : ((await memberOf(tx, workspaceId, ref)) ?? undefined)
}

/** A member of the workspace; null when there is no such person. */
export async function memberOf(tx: Tx, workspaceId: string, ref: string): Promise<{ readonly id: string; readonly name: string } | null> {
  const [row] = await tx.execute(sql`select u.id, u.name from app_user u join member m on m.user_id = u.id and m.workspace_id = ${workspaceId} where u.id::text = ${ref}`)
  return row === undefined ? null : Member.parse(row)
}

function linesOf(before: z.infer<typeof Row>, { stage, title, fields = {} }: RecordWishes, assignee: z.infer<typeof Member> | null | undefined): readonly Line[] {
  const lines: Line[] = []
  if (stage !== undefined && stage !== before.stage) lines.push({ kind: 'stage', data: { from: before.stage, to: stage } })
  if (assignee !== undefined && (assignee?.id ?? null) !== before.assigneeId) lines.push({ kind: 'assigned', data: { to: assignee?.name ?? '' } })
  if (title !== undefined && title !== before.title) lines.push({ kind: 'field', data: { field: 'title', from: before.title, to: title } })
  for (const [field, to] of Object.entries(fields)) {
    const from = before.fields[field] ?? ''
    if (from !== to) lines.push({ kind: 'field', data: { field, from, to } })
  }
  return lines
}
