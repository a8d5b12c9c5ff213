import { sql } from 'drizzle-orm'
import { notifyChanged } from '../../db/client'
import { send } from '../../db/send'
import { mailOf, type DatabasePerformer } from './performer'

/** Takes a tag off the message; the tag itself stays. Idempotent by message and tag. */
export const tagRemove: DatabasePerformer<'tag.remove'> = {
  async perform(tx, context, { tag: name }) {
    const { workspaceId } = context
    const { messageId } = mailOf(context)
    const taken = await send(tx, sql`
      delete from message_tag mt using tag t
      where mt.workspace_id = ${workspaceId} and mt.message_id = ${messageId}::uuid and t.id = mt.tag_id and lower(t.name) = lower(${name}) returning t.id`)
    const ref = taken[0]?.id
    if (ref === undefined) return { effect: 'tag.remove', result: 'done', change: 'no change' }
    await notifyChanged(tx, workspaceId, 'message', [messageId])
    return { effect: 'tag.remove', result: 'done', change: 'changed', ref: String(ref) }
  },
}
