import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { ExecutionStateName } from './execution-state'
import { likeText } from './keyset'
import { wordsCondition } from './search-words'

/** Which executions a list, its counts and its histogram are about. Everything given must hold; an empty list of states means any. */
export const ExecutionFilter = z.object({
  states: z.array(ExecutionStateName).max(10).default([]),
  ruleId: z.uuid().nullable().default(null),
  accountId: z.uuid().nullable().default(null),
  messageId: z.uuid().nullable().default(null),
  executionId: z.uuid().nullable().default(null),
  mode: z.enum(['live', 'dry run']).nullable().default(null),
  /** Code of the failure that ended a step. */
  errorCode: z.string().max(100).nullable().default(null),
  from: z.date().nullable().default(null),
  until: z.date().nullable().default(null),
  /** Words of the mail, or a part of the reason or of a step's error. */
  q: z.string().max(200).default(''),
})
export type ExecutionFilter = z.infer<typeof ExecutionFilter>

/** The filter over `execution e join message m`; parts named in `without` are left open, so that a facet can count its own alternatives. */
export function executionCondition(workspaceId: string, filter: ExecutionFilter, without: readonly (keyof ExecutionFilter)[] = []): SQL {
  const parts: SQL[] = [sql`e.workspace_id = ${workspaceId}`]
  const given = <K extends keyof ExecutionFilter>(key: K) => !without.includes(key)
  if (given('states') && filter.states.length > 0) parts.push(sql`e.state in (${sql.join(filter.states.map((state) => sql`${state}`), sql`, `)})`)
  if (given('ruleId') && filter.ruleId !== null) parts.push(sql`e.rule_id = ${filter.ruleId}::uuid`)
  if (given('accountId') && filter.accountId !== null) parts.push(sql`e.account_id = ${filter.accountId}::uuid`)
  if (filter.messageId !== null) parts.push(sql`e.message_id = ${filter.messageId}::uuid`)
  if (filter.executionId !== null) parts.push(sql`e.id = ${filter.executionId}::uuid`)
  if (given('mode') && filter.mode !== null) parts.push(sql`e.mode = ${filter.mode}`)
  if (given('errorCode') && filter.errorCode !== null) parts.push(sql`exists (select 1 from execution_step s where s.execution_id = e.id and s.error ->> 'code' = ${filter.errorCode})`)
  if (given('from') && filter.from !== null) parts.push(sql`e.created_at >= ${filter.from.toISOString()}::timestamptz`)
  if (given('until') && filter.until !== null) parts.push(sql`e.created_at < ${filter.until.toISOString()}::timestamptz`)
  if (filter.q.trim() !== '') parts.push(textCondition(filter.q.trim()))
  return sql.join(parts, sql` and `)
}

function textCondition(text: string): SQL {
  const pattern = `%${likeText(text)}%`
  return sql`((${wordsCondition(text, sql`m`)}) or e.reason ilike ${pattern}
    or exists (select 1 from execution_step s where s.execution_id = e.id and (s.error ->> 'message' ilike ${pattern} or s.error ->> 'code' ilike ${pattern} or s.compared::text ilike ${pattern})))`
}
