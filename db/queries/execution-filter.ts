import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { ExecutionStateName } from './execution-state'
import { likeText } from './keyset'
import { wordsCondition } from './search-words'

const Ids = z.array(z.uuid()).max(50).default([])
const Words = z.array(z.string().min(1).max(100)).max(50).default([])

/** Which executions a list, its counts and its histogram are about. Everything given must hold; an empty list means any. */
export const ExecutionFilter = z.object({
  states: z.array(ExecutionStateName).max(10).default([]),
  ruleIds: Ids,
  accountIds: Ids,
  /** What set them off, as stored: `mail arrived`. */
  triggers: Words,
  messageId: z.uuid().nullable().default(null),
  executionId: z.uuid().nullable().default(null),
  mode: z.enum(['live', 'dry run']).nullable().default(null),
  /** Codes of failures of a step. */
  errorCodes: Words,
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
  if (given('states') && filter.states.length > 0) parts.push(sql`e.state in (${anyOf(filter.states)})`)
  if (given('ruleIds') && filter.ruleIds.length > 0) parts.push(sql`e.rule_id = any (array[${anyOf(filter.ruleIds)}]::uuid[])`)
  if (given('accountIds') && filter.accountIds.length > 0) parts.push(sql`e.account_id = any (array[${anyOf(filter.accountIds)}]::uuid[])`)
  if (given('triggers') && filter.triggers.length > 0) parts.push(sql`e.trigger in (${anyOf(filter.triggers)})`)
  if (filter.messageId !== null) parts.push(sql`e.message_id = ${filter.messageId}::uuid`)
  if (filter.executionId !== null) parts.push(sql`e.id = ${filter.executionId}::uuid`)
  if (given('mode') && filter.mode !== null) parts.push(sql`e.mode = ${filter.mode}`)
  if (given('errorCodes') && filter.errorCodes.length > 0) {
    parts.push(sql`exists (select 1 from execution_step s where s.execution_id = e.id and s.error ->> 'code' in (${anyOf(filter.errorCodes)}))`)
  }
  if (given('from') && filter.from !== null) parts.push(sql`e.created_at >= ${filter.from.toISOString()}::timestamptz`)
  if (given('until') && filter.until !== null) parts.push(sql`e.created_at < ${filter.until.toISOString()}::timestamptz`)
  if (filter.q.trim() !== '') parts.push(textCondition(filter.q.trim()))
  return sql.join(parts, sql` and `)
}

function anyOf(values: readonly string[]): SQL {
  return sql.join(values.map((value) => sql`${value}`), sql`, `)
}

function textCondition(text: string): SQL {
  const pattern = `%${likeText(text)}%`
  return sql`((${wordsCondition(text, sql`m`)}) or e.reason ilike ${pattern}
    or exists (select 1 from execution_step s where s.execution_id = e.id and (s.error ->> 'message' ilike ${pattern} or s.error ->> 'code' ilike ${pattern} or s.compared::text ilike ${pattern})))`
}
