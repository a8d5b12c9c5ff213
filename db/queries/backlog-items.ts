import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import type { ExecutionState } from '../../rules/plan/plan'
import { Instant } from './keyset'

/** Which mails of a job: all, or by what became of them. */
export const ITEMS_SHOWN = ['all', 'executed', 'not matched', 'passed over', 'failed', 'left'] as const
export type ItemsShown = (typeof ITEMS_SHOWN)[number]

const Row = z.object({
  place: z.number(),
  messageId: z.string(),
  /** Null: the mail was deleted. */
  message: z.object({ subject: z.string(), fromName: z.string(), fromAddress: z.string(), receivedAt: Instant }).nullable(),
  state: z.enum(['pending', 'started', 'passed over', 'gone', 'failed']),
  /** Passed over: why, as in "why not". */
  reason: z.string().nullable(),
  /** What it set off; passed over because its scope was used: the execution that used it. Null also where that was thrown away since. */
  execution: z.object({ id: z.string(), state: z.custom<ExecutionState>((value) => typeof value === 'string'), reason: z.string().nullable() }).nullable(),
})
export type BacklogItem = z.infer<typeof Row>

export interface ItemsPage {
  readonly rows: readonly BacklogItem[]
  /** Place to go on after; null: that was the last page. */
  readonly next: number | null
}

/** Mails of a job in the order in which they are taken, oldest first. */
export async function backlogItems(tx: Tx, workspaceId: string, jobId: string, { shown, after, limit }: { readonly shown: ItemsShown; readonly after: number; readonly limit: number }): Promise<ItemsPage> {
  const rows = z.array(Row).parse(
    await tx.execute(sql`
      select i.place, i.message_id as "messageId", i.state, i.reason,
        case when m.id is not null then json_build_object('subject', m.subject, 'fromName', m.from_name, 'fromAddress', m.from_address, 'receivedAt', m.received_at) end as message,
        case when e.id is not null then json_build_object('id', e.id, 'state', e.state, 'reason', e.reason) end as execution
      from backlog_item i left join message m on m.id = i.message_id left join execution e on e.id = i.execution_id
      where i.workspace_id = ${workspaceId} and i.job_id = ${jobId}::uuid and i.place > ${after} and ${conditionFor(shown)} order by i.place limit ${limit + 1}`),
  )
  return { rows: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.place ?? null) : null }
}

function conditionFor(shown: ItemsShown): SQL {
  switch (shown) {
    case 'all':
      return sql`true`
    case 'executed':
      return sql`i.state = 'started'`
    case 'not matched':
      return sql`i.state = 'passed over' and i.reason = 'condition'`
    case 'passed over':
      return sql`i.state in ('passed over', 'gone') and i.reason is distinct from 'condition'`
    case 'failed':
      return sql`(i.state = 'failed' or i.state = 'started' and e.state in ('failed', 'uncertain'))`
    case 'left':
      return sql`i.state = 'pending'`
  }
}

const Ended = z.array(z.object({ state: z.custom<ExecutionState>((value) => typeof value === 'string'), count: z.number() }))

/** The executions that a job set off, by their state. */
export async function statesOfJob(tx: Tx, workspaceId: string, jobId: string): Promise<Readonly<Partial<Record<ExecutionState, number>>>> {
  const rows = await tx.execute(sql`
    select e.state, count(*)::int as count from backlog_item i join execution e on e.id = i.execution_id
    where i.workspace_id = ${workspaceId} and i.job_id = ${jobId}::uuid and i.state = 'started' group by 1`)
  return Object.fromEntries(Ended.parse(rows).map(({ state, count }) => [state, count]))
}
