import type { NodeType } from '../node-type'
import { archive } from './archive'
import { assign } from './assign'
import { autoReply } from './auto-reply'
import { condition } from './condition'
import { createRecord } from './create-record'
import { followUp } from './follow-up'
import { forwardMail } from './forward-mail'
import { hookReceived } from './hook-received'
import { httpRequest } from './http-request'
import { linkRecord } from './link-record'
import { mailArrives } from './mail-arrives'
import { mailSent } from './mail-sent'
import { manual } from './manual'
import { mark } from './mark'
import { move } from './move'
import { noReply } from './no-reply'
import { notifyUser } from './notify-user'
import { postToChannel } from './post-to-channel'
import { recordEvent } from './record-event'
import { redirectMail } from './redirect-mail'
import { router } from './router'
import { runRule } from './run-rule'
import { schedule } from './schedule'
import { sendMail } from './send-mail'
import { setVariable } from './set-variable'
import { snooze } from './snooze'
import { spam } from './spam'
import { star } from './star'
import { stop } from './stop'
import { stopLater } from './stop-later'
import { tag } from './tag'
import { tagWithText } from './tag-with-text'
import { untag } from './untag'
import { updateRecord } from './update-record'
import { wait } from './wait'
import { waitApproval } from './wait-approval'
import { waitBusiness } from './wait-business'
import { waitDate } from './wait-date'
import { waitHook } from './wait-hook'
import { waitRecord } from './wait-record'
import { waitUntil } from './wait-until'
import { waitWorkingDay } from './wait-working-day'
import { webPost } from './web-post'

/**
 * The registry of node types, in the order the palette shows them. To add one: a file in this folder that exports a `define…`, and one line here.
 * A node file may import rules/ and zod; it says what should happen and never makes it happen.
 */
export const NODE_TYPES: readonly NodeType[] = [mailArrives, mailSent, noReply, manual, schedule, recordEvent, hookReceived, condition, router, wait, waitBusiness, waitUntil, waitWorkingDay, waitDate, waitRecord, waitHook, waitApproval, setVariable, stop, stopLater, tag, star, move, untag, tagWithText, mark, archive, spam, snooze, assign, createRecord, updateRecord, linkRecord, runRule, notifyUser, followUp, postToChannel, webPost, httpRequest, autoReply, sendMail, forwardMail, redirectMail]

const byType: ReadonlyMap<string, NodeType> = new Map(NODE_TYPES.map((type) => [type.type, type]))

/** Null for a type that was never here or comes from a newer version. */
export function nodeType(type: string): NodeType | null {
  return byType.get(type) ?? null
}
