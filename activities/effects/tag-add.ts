import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../../db/client'
import { gathered } from '../../db/gathered'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { storableJson } from '../ingest/storable'
import { mailOf, type DatabasePerformer } from './performer'

/** Puts a tag on the message; a tag nobody made yet is made. Idempotent by message and tag. */
export const tagAdd: DatabasePerformer<'tag.add'> = {
  async perform(tx, context, { tag: name }) {
    const { workspaceId, executionId } = context
    const { messageId } = mailOf(context)
    const { id, changed } = await putTag(tx, { workspaceId, messageId, executionId, name }).answer
    if (changed) await notifyChanged(tx, workspaceId, 'message', [messageId])
    return { effect: 'tag.add', result: 'done', change: changed ? 'changed' : 'no change', ref: id }
  },
}

interface Wish {
  readonly workspaceId: string
  readonly messageId: string
  readonly executionId: string
  readonly name: string
}

const Put = z.array(z.object({ n: z.number(), id: z.string(), changed: z.boolean() }))
type Put = z.infer<typeof Put>[number]

const putTag = gathered(async (tx, wishes: readonly Wish[]): Promise<readonly Put[]> => {
  const known = await put(tx, wishes)
  const unknown = wishes.filter((_, n) => !known.has(n))
  if (unknown.length > 0) for (const [n, made] of await makeAndPut(tx, wishes, unknown)) known.set(n, made)
  return wishes.flatMap((_, n) => known.get(n) ?? [])
})

/** By the place of the wish. Left out: nobody made such a tag yet. */
async function put(tx: Tx, wishes: readonly Wish[]): Promise<Map<number, Put>> {
  const workspaceId = wishes[0]?.workspaceId ?? null
  const rows = wishes.map(({ messageId, executionId, name }, n) => ({ n, message: messageId, execution: executionId, name }))
  const found = await send(tx, sql`
    with asked as materialized (
      select r.n, r.message, r.execution, named.id from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(n int, message uuid, execution uuid, name text)
        cross join lateral (select id from tag where workspace_id = ${workspaceId}::uuid and lower(name) = lower(r.name) offset 0) named),
    put as (insert into message_tag (workspace_id, message_id, tag_id, execution_id) select ${workspaceId}::uuid, message, id, execution from asked order by n on conflict do nothing returning message_id, tag_id)
    select asked.n, asked.id, put.tag_id is not null as changed from asked left join put on put.message_id = asked.message and put.tag_id = asked.id`)
  return new Map(Put.parse(found).map((row) => [row.n, row]))
}

/** Names are made in one order, so that two transactions do not wait for each other. Both statements are sent at once. */
async function makeAndPut(tx: Tx, wishes: readonly Wish[], unknown: readonly Wish[]): Promise<ReadonlyMap<number, Put>> {
  const rows = [...new Map(unknown.map(({ name }) => [name.toLowerCase(), { id: newId(), name }])).values()]
  const making = send(tx, sql`
    insert into tag (workspace_id, id, name) select ${unknown[0]?.workspaceId ?? null}::uuid, r.id, r.name from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, name text) order by lower(r.name) on conflict do nothing`)
  const [, found] = await Promise.all([making, put(tx, wishes)])
  return found
}
