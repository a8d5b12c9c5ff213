import type { Database } from '../../db/client'
import type { Connections } from '../connections'
import { channelPost } from './channel-post'
import { followUpCreate } from './follow-up-create'
import { httpRequest } from './http-request'
import { mailForward } from './mail-forward'
import { mailRedirect } from './mail-redirect'
import { mailReply } from './mail-reply'
import { mailSend } from './mail-send'
import { messageAssign } from './message-assign'
import { messageFile } from './message-file'
import { messageMark } from './message-mark'
import { messageMove } from './message-move'
import { messageSnooze } from './message-snooze'
import { messageStar } from './message-star'
import type { Performers } from './performer'
import { recordCreate } from './record-create'
import { recordLink } from './record-link'
import { recordUpdate } from './record-update'
import { ruleRun } from './rule-run'
import { tagAdd } from './tag-add'
import { tagRemove } from './tag-remove'
import { userMail } from './user-mail'
import { userNotify } from './user-notify'
import { webPost, type WebParts } from './web-post'

/**
 * The registry of performers, one per effect: leaving one out does not compile. To add one: a key in rules/effects.ts, a file here, one line below.
 * Performers may use mail/ and db/; what a rule means is none of their business.
 */
export function performers(parts: { readonly database: Database; readonly connections: Connections } & WebParts): Performers {
  return {
    'tag.add': tagAdd,
    'record.create': recordCreate,
    'user.notify': userNotify,
    'mail.reply': mailReply,
    'message.move': messageMove(parts),
    'message.star': messageStar(parts),
    'tag.remove': tagRemove,
    'message.mark': messageMark(parts),
    'message.file': messageFile(parts),
    'message.snooze': messageSnooze,
    'message.assign': messageAssign,
    'followUp.create': followUpCreate,
    'user.mail': userMail,
    'channel.post': channelPost,
    'web.post': webPost(parts),
    'http.request': httpRequest(parts),
    'record.update': recordUpdate,
    'record.link': recordLink,
    'mail.send': mailSend,
    'mail.forward': mailForward,
    'mail.redirect': mailRedirect,
    'rule.run': ruleRun,
  }
}
