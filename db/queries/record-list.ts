import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import type { RecordStage as Stage } from '../../rules/record'
import { RECORD_TYPES } from '../schema'
import { afterCursor, type Cursor, Instant, instant, likeText, newestFirst, type Page, pageOf } from './keyset'

export const RecordStage = z.enum(['new', 'open', 'waiting', 'done', 'lost'] as const satisfies readonly Stage[])
const RecordTypeName = z.enum(RECORD_TYPES)

export const RecordFilter = z.object({
  type: RecordTypeName.nullable().default(null),
  /** Empty means any. */
  stages: z.array(RecordStage).max(5).default([]),
  assigneeId: z.uuid().nullable().default(null),
  /** A part of title or contact, or a number such as #12. */
  q: z.string().max(200).default(''),
})
export type RecordFilter = z.infer<typeof RecordFilter>

const Row = z.object({
  id: z.string(),
  type: RecordTypeName,
  number: z.number(),
  stage: RecordStage,
  title: z.string(),
  contactName: z.string(),
  contactAddress: z.string(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  revision: z.number(),
  threadId: z.string().nullable(),
  mailCount: z.number(),
  createdAt: Instant,
  updatedAt: Instant,
  cursorAt: z.string(),
  /** The execution that made it; null: a person did. */
  madeBy: z.object({ executionId: z.string(), ruleId: z.string(), ruleName: z.string(), version: z.number() }).nullable(),
})
export interface RecordListRow extends Omit<z.infer<typeof Row>, 'cursorAt'> {}

const StageCount = z.object({ type: RecordTypeName, stage: RecordStage, count: z.number() })
export type RecordStageCount = z.infer<typeof StageCount>

/** One page of records, last changed first. */
export async function listRecords(tx: Tx, workspaceId: string, filter: RecordFilter, cursor: Cursor | null, limit: number): Promise<Page<RecordListRow>> {
  const rows = await recordRows(tx, sql`${recordCondition(workspaceId, filter)} and ${afterCursor(sql`r.updated_at`, sql`r.id`, cursor)}`, limit + 1)
  const page = pageOf(rows, limit, (row) => ({ at: row.cursorAt, id: row.id }))
  return { nextCursor: page.nextCursor, rows: page.rows.map(({ cursorAt: _cursorAt, ...row }) => row) }
}

/** How many records stand in each stage, whatever stage the filter names. */
export async function recordStageCounts(tx: Tx, workspaceId: string, filter: RecordFilter): Promise<readonly RecordStageCount[]> {
  const rows = await tx.execute(sql`select r.type, r.stage, count(*)::int as count from record r where ${recordCondition(workspaceId, { ...filter, stages: [], type: null })} group by 1, 2`)
  return z.array(StageCount).parse(rows)
}

/** Rows of records under any condition on `record r`, last changed first. */
export async function recordRows(tx: Tx, condition: SQL, limit: number): Promise<z.infer<typeof Row>[]> {
  const rows = await tx.execute(sql`
    select r.id, r.type, r.number, r.stage, r.title, r.contact_name as "contactName", r.contact_address as "contactAddress",
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as assignee, r.revision, r.thread_id as "threadId",
      (select count(*)::int from message m where m.thread_id = r.thread_id) as "mailCount", r.created_at as "createdAt", r.updated_at as "updatedAt", ${instant(sql`r.updated_at`)} as "cursorAt",
      case when e.id is not null then json_build_object('executionId', e.id, 'ruleId', e.rule_id, 'ruleName', rule.name, 'version', v.number) end as "madeBy"
    from record r left join app_user u on u.id = r.assignee_id
    left join execution e on e.id = r.execution_id left join rule on rule.id = e.rule_id left join rule_version v on v.id = e.rule_version_id
    where ${condition} order by ${newestFirst(sql`r.updated_at`, sql`r.id`)} limit ${limit}`)
  return z.array(Row).parse(rows)
}

function recordCondition(workspaceId: string, filter: RecordFilter): SQL {
  const parts: SQL[] = [sql`r.workspace_id = ${workspaceId}`]
  if (filter.type !== null) parts.push(sql`r.type = ${filter.type}`)
  if (filter.stages.length > 0) parts.push(sql`r.stage in (${sql.join(filter.stages.map((stage) => sql`${stage}`), sql`, `)})`)
  if (filter.assigneeId !== null) parts.push(sql`r.assignee_id = ${filter.assigneeId}::uuid`)
  const text = filter.q.trim()
  if (/^#\d{1,9}$/.test(text)) parts.push(sql`r.number = ${Number(text.slice(1))}`)
  else if (text !== '') parts.push(sql`(r.title ilike ${`%${likeText(text)}%`} or r.contact_name ilike ${`%${likeText(text)}%`} or r.contact_address ilike ${`%${likeText(text)}%`} or r.number::text = ${text})`)
  return sql.join(parts, sql` and `)
}
