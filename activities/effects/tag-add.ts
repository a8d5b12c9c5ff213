import { sql } from 'drizzle-orm'
import { notifyChanged } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { mailOf, type DatabasePerformer } from './performer'

/** Puts a tag on the message; a tag nobody made yet is made. Idempotent by message and tag. */
export const tagAdd: DatabasePerformer<'tag.add'> = {
  async perform(tx, context, { tag: name }) {
    const { workspaceId, executionId } = context
    const { messageId } = mailOf(context)
    const putting = () => send(tx, sql`
      with named as (select id from tag where workspace_id = ${workspaceId} and lower(name) = lower(${name})),
      put as (insert into message_tag (workspace_id, message_id, tag_id, execution_id) select ${workspaceId}::uuid, ${messageId}::uuid, id, ${executionId}::uuid from named on conflict do nothing returning tag_id)
      select named.id, exists (select 1 from put) as changed from named`)
    const making = () => send(tx, sql`insert into tag (workspace_id, id, name) values (${workspaceId}, ${newId()}, ${name}) on conflict do nothing`)
    const [known] = await putting()
    const [put] = known === undefined ? (await Promise.all([making(), putting()]))[1] : [known]
    const changed = put?.changed === true
    if (changed) await notifyChanged(tx, workspaceId, 'message', [messageId])
    return { effect: 'tag.add', result: 'done', change: changed ? 'changed' : 'no change', ref: String(put?.id) }
  },
}
