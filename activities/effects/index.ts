import type { Database } from '../../db/client'
import type { Connections } from '../connections'
import { mailReply } from './mail-reply'
import { messageMove } from './message-move'
import { messageStar } from './message-star'
import type { Performers } from './performer'
import { recordCreate } from './record-create'
import { tagAdd } from './tag-add'
import { userNotify } from './user-notify'

/**
 * The registry of performers, one per effect: leaving one out does not compile. To add one: a key in rules/effects.ts, a file here, one line below.
 * Performers may use mail/ and db/; what a rule means is none of their business.
 */
export function performers(parts: { readonly database: Database; readonly connections: Connections }): Performers {
  return {
    'tag.add': tagAdd,
    'record.create': recordCreate,
    'user.notify': userNotify,
    'mail.reply': mailReply,
    'message.move': messageMove(parts),
    'message.star': messageStar(parts),
  }
}
