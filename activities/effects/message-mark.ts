import type { Receipt } from '../../rules/effects'
import { SEEN } from '../../rules/predict-filing'
import { changeFlags, type MailParts } from '../mailbox/change-flags'
import type { OutwardPerformer } from './performer'

/** Marks the message read or unread (`\Seen`), on the server and here. */
export function messageMark(parts: MailParts): OutwardPerformer<'message.mark'> {
  const receipt = (changed: boolean): Receipt => ({ effect: 'message.mark', result: 'done', change: changed ? 'changed' : 'no change' })
  return {
    perform: async (context, { read }, hold) => receipt(await changeFlags(parts, context, read ? { add: [SEEN], remove: [] } : { add: [], remove: [SEEN] }, hold)),
    // Never a verdict: setting a flag twice is setting it once.
    lookup: async () => null,
  }
}
