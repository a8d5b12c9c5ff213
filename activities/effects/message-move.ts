import type { Receipt } from '../../rules/effects'
import type { MailParts } from '../mailbox/change-flags'
import { moveForRule, wasMovedForRule, type MoveResult } from '../mailbox/move-for-rule'
import type { OutwardPerformer } from './performer'

/** Moves the message to a mailbox of its account. A lost answer is settled by asking the server where the message is; a mailbox that is gone skips the step. */
export function messageMove(parts: MailParts): OutwardPerformer<'message.move'> {
  return {
    perform: async (context, { mailboxRef }, hold) => receipt(mailboxRef, await moveForRule(parts, context, mailboxRef, hold)),
    lookup: async (context, { mailboxRef }) => ((await wasMovedForRule(parts, context, mailboxRef)) ? receipt(mailboxRef, 'changed') : null),
  }
}

function receipt(mailboxRef: string, result: MoveResult): Receipt {
  if (result === 'mailbox missing') return { effect: 'message.move', result: 'skipped', reason: 'part is off', detail: 'no mailbox' }
  return { effect: 'message.move', result: 'done', change: result, ref: mailboxRef }
}
