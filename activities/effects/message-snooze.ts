import { setSnoozed } from '../../db/queries/message-care'
import { mailOf, type DatabasePerformer } from './performer'

/** Takes the message out of sight until a time. Idempotent by message and time. */
export const messageSnooze: DatabasePerformer<'message.snooze'> = {
  async perform(tx, context, { until }) {
    const { changed } = await setSnoozed(tx, context.workspaceId, [mailOf(context).messageId], new Date(until))
    return { effect: 'message.snooze', result: 'done', change: changed.length > 0 ? 'changed' : 'no change' }
  },
}
