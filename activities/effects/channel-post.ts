import { postToChannel } from '../../db/queries/channel'
import { storableText } from '../ingest/storable'
import type { DatabasePerformer } from './performer'

/** Posts to a channel, which is made first where it is missing and the rule wants that; else the step is skipped. Idempotent by effect key. */
export const channelPost: DatabasePerformer<'channel.post'> = {
  async perform(tx, { workspaceId, key, messageId, executionId, now }, { channel, text, createMissing }) {
    const posted = await postToChannel(tx, { workspaceId, channel: storableText(channel), createMissing, effectKey: key, text: storableText(text), messageId, executionId, at: now })
    if (posted === null) return { effect: 'channel.post', result: 'skipped', reason: 'part is off', detail: 'no channel' }
    return { effect: 'channel.post', result: 'done', change: posted.madeChannel ? 'created' : posted.isNew ? 'changed' : 'no change', ref: posted.channelId }
  },
}
