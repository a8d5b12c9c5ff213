import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { RECORD_TYPES } from '../schema/record'
import type { Tx } from '../client'
import { ExecutionStateName } from './execution-state'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'

/** A thing an execution touched, with the name it has today. */
export const Ref = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('record'), id: z.string(), recordType: z.enum(RECORD_TYPES), number: z.number(), name: z.string() }),
  z.object({ kind: z.literal('tag'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('mailbox'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('user'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('channel'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('endpoint'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('calendar'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('hook'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('list'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('rule'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('execution'), id: z.string(), name: z.string(), state: ExecutionStateName }),
  z.object({ kind: z.literal('outgoing'), id: z.string(), name: z.string(), state: OutgoingStanding }),
])
export type Ref = z.infer<typeof Ref>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Names for ids of any kind that receipts and rules mention. What is gone is left out. */
export async function namesOf(tx: Tx, workspaceId: string, ids: Iterable<string>): Promise<ReadonlyMap<string, Ref>> {
  const wanted = [...new Set(ids)].filter((id) => UUID.test(id))
  if (wanted.length === 0) return new Map()
  const among = sql`in (${sql.join(wanted.map((id) => sql`${id}::uuid`), sql`, `)})`
  const rows = await tx.execute(sql`
    select json_build_object('kind', 'record', 'id', id, 'recordType', type, 'number', number, 'name', title) as ref from record where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'tag', 'id', id, 'name', name) from tag where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'mailbox', 'id', id, 'name', name) from mailbox where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'user', 'id', u.id, 'name', u.name) from app_user u join member on member.user_id = u.id and member.workspace_id = ${workspaceId} where u.id ${among}
    union all select json_build_object('kind', 'calendar', 'id', id, 'name', name) from calendar where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'hook', 'id', id, 'name', name) from hook where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'list', 'id', id, 'name', name) from word_list where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'channel', 'id', id, 'name', name) from channel where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'endpoint', 'id', id, 'name', name) from endpoint where workspace_id = ${workspaceId} and deleted_at is null and id ${among}
    union all select json_build_object('kind', 'rule', 'id', id, 'name', name) from rule where workspace_id = ${workspaceId} and id ${among}
    union all select json_build_object('kind', 'execution', 'id', e.id, 'name', r.name, 'state', e.state) from execution e join rule r on r.id = e.rule_id where e.workspace_id = ${workspaceId} and e.id ${among}
    union all select json_build_object('kind', 'outgoing', 'id', o.id, 'name', o.subject, 'state', ${OUTGOING_STANDING}) from outgoing_message o where o.workspace_id = ${workspaceId} and o.id ${among}`)
  return new Map(rows.map((row) => Ref.parse(row.ref)).map((ref) => [ref.id, ref]))
}
