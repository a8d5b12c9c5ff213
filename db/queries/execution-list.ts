import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { executionCondition, type ExecutionFilter } from './execution-filter'
import { ExecutionStateName } from './execution-state'
import { afterCursor, type Cursor, Instant, instant, newestFirst, type Page, pageOf } from './keyset'
import { Ledger, ledgerOf, outcomeOf, refsIn, type OutcomeItem } from './outcome'
import { namesOf } from './refs'

const Row = z.object({
  id: z.string(),
  state: ExecutionStateName,
  reason: z.string().nullable(),
  mode: z.enum(['live', 'dry run']),
  trigger: z.string(),
  /** It waits for somebody's word, because its rule used up what it may do in an hour. */
  isHeld: z.boolean(),
  cursorAt: z.string(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** A rerun names the execution it repeats. */
  rerunOf: z.string().nullable(),
  ruleId: z.string(),
  ruleName: z.string(),
  ruleDeleted: z.boolean(),
  version: z.number(),
  accountId: z.string(),
  accountName: z.string(),
  accountAddress: z.string(),
  /** Null, and the texts empty: it is about no mail. */
  messageId: z.string().nullable(),
  threadId: z.string().nullable(),
  recordId: z.string().nullable(),
  fromName: z.string(),
  fromAddress: z.string(),
  subject: z.string(),
  ledger: Ledger,
})

/** One execution in a list: the mail, what it came to, and the rule version that acted. */
export interface ExecutionListRow extends Omit<z.infer<typeof Row>, 'ledger' | 'cursorAt'> {
  readonly outcome: readonly OutcomeItem[]
  /** From start to end, or to now while it lives; null before it has started. Milliseconds. */
  readonly durationMilliseconds: number | null
}

export interface ExecutionListQuestion {
  readonly workspaceId: string
  readonly filter: ExecutionFilter
  readonly cursor: Cursor | null
  readonly limit: number
  readonly now: Date
}

/** One page of executions, newest first. */
export async function listExecutions(tx: Tx, { workspaceId, filter, cursor, limit, now }: ExecutionListQuestion): Promise<Page<ExecutionListRow>> {
  const rows = await tx.execute(sql`
    select e.id, e.state, e.reason, e.mode, e.trigger, e.held_at is not null and e.ended_at is null as "isHeld", ${instant(sql`e.created_at`)} as "cursorAt", e.created_at as "createdAt", e.started_at as "startedAt", e.ended_at as "endedAt", e.rerun_of as "rerunOf",
      e.rule_id as "ruleId", r.name as "ruleName", r.state = 'deleted' as "ruleDeleted", v.number as version, e.account_id as "accountId", a.name as "accountName", a.address as "accountAddress",
      e.message_id as "messageId", m.thread_id as "threadId", e.record_id as "recordId", coalesce(m.from_name, '') as "fromName", coalesce(m.from_address, '') as "fromAddress", coalesce(m.subject, '') as subject, ${ledgerOf(sql`e.id`)} as ledger
    from execution e left join message m on m.id = e.message_id join rule r on r.id = e.rule_id join rule_version v on v.id = e.rule_version_id join account a on a.id = e.account_id
    where ${executionCondition(workspaceId, filter)} and ${afterCursor(sql`e.created_at`, sql`e.id`, cursor)}
    order by ${newestFirst(sql`e.created_at`, sql`e.id`)} limit ${limit + 1}`)
  const page = pageOf(z.array(Row).parse(rows), limit, (row) => ({ at: row.cursorAt, id: row.id }))
  const names = await namesOf(tx, workspaceId, page.rows.flatMap((row) => refsIn(row.ledger)))
  return {
    nextCursor: page.nextCursor,
    rows: page.rows.map(({ ledger, cursorAt: _cursorAt, ...row }) => ({ ...row, outcome: outcomeOf(ledger, names), durationMilliseconds: lasted(row, now) })),
  }
}

function lasted(row: { readonly startedAt: Date | null; readonly endedAt: Date | null }, now: Date): number | null {
  return row.startedAt === null ? null : Math.max(0, (row.endedAt ?? now).getTime() - row.startedAt.getTime())
}
