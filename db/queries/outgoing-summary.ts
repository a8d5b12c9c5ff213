import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { Instant } from './keyset'
import { OutgoingStateName } from './outgoing-list'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'

const StateCount = z.object({ state: OutgoingStanding, count: z.number() })

const FailureGroup = z.object({
  code: z.string(),
  message: z.string(),
  count: z.number(),
  since: Instant,
  server: z.object({ id: z.string(), name: z.string(), host: z.string() }).nullable(),
  /** Whom the latest of them was for. */
  latestTo: z.string().nullable(),
  states: z.array(OutgoingStateName),
})

const ServerStrip = z.object({ id: z.string(), name: z.string(), host: z.string(), sink: z.boolean(), queued: z.number(), deferred: z.number(), failed: z.number(), acceptedToday: z.number(), lastError: z.string().nullable() })

/** What stands above and beside the outbox. */
export interface OutgoingSummary {
  readonly states: readonly z.infer<typeof StateCount>[]
  readonly writtenBy: { readonly rules: number; readonly people: number }
  /** Failed and deferred mail by cause and server, most first. */
  readonly failures: readonly z.infer<typeof FailureGroup>[]
  readonly servers: readonly z.infer<typeof ServerStrip>[]
}

/** Reads the whole outbox of a workspace as counts. */
export async function outgoingSummary(tx: Tx, workspaceId: string): Promise<OutgoingSummary> {
  const states = z.array(StateCount).parse(await tx.execute(sql`select ${OUTGOING_STANDING} as state, count(*)::int as count from outgoing_message o where o.workspace_id = ${workspaceId} group by 1`))
  const [by] = await tx.execute(sql`
    select count(*) filter (where execution_id is not null)::int as rules, count(*) filter (where user_id is not null)::int as people from outgoing_message where workspace_id = ${workspaceId} and state <> 'draft'`)
  const failures = z.array(FailureGroup).parse(
    await tx.execute(sql`
      select o.error ->> 'code' as code, (array_agg(o.error ->> 'message' order by o.created_at desc))[1] as message, count(*)::int as count, min(o.created_at) as since,
        case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'host', s.server ->> 'host') end as server,
        (array_agg(o."to" -> 0 ->> 'address' order by o.created_at desc))[1] as "latestTo", json_agg(distinct o.state) as states
      from outgoing_message o join account a on a.id = o.account_id left join outgoing_server s on s.id = coalesce(o.outgoing_server_id, a.outgoing_server_id)
      where o.workspace_id = ${workspaceId} and o.state in ('failed', 'deferred', 'uncertain') and o.error is not null
      group by 1, s.id order by 3 desc limit 20`),
  )
  const servers = z.array(ServerStrip).parse(
    await tx.execute(sql`
      select s.id, s.name, s.server ->> 'host' as host, s.sink, count(o.id) filter (where o.state in ('queued', 'scheduled', 'sending'))::int as queued, count(o.id) filter (where o.state = 'deferred')::int as deferred,
        count(o.id) filter (where o.state = 'failed')::int as failed, count(o.id) filter (where o.state = 'accepted' and o.settled_at >= date_trunc('day', now()))::int as "acceptedToday",
        (array_agg(o.error ->> 'message' order by o.created_at desc) filter (where o.state in ('deferred', 'failed')))[1] as "lastError"
      from outgoing_server s left join account a on a.outgoing_server_id = s.id left join outgoing_message o on coalesce(o.outgoing_server_id, a.outgoing_server_id) = s.id and o.account_id = a.id
      where s.workspace_id = ${workspaceId} and s.deleted_at is null group by s.id order by s.priority, s.name`),
  )
  return { states, writtenBy: z.object({ rules: z.number(), people: z.number() }).parse(by), failures, servers }
}
