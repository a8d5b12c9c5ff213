import type { Receipt } from '../../rules/effects'
import { changeFlags, type MailParts } from '../mailbox/change-flags'
import type { OutwardPerformer } from './performer'

const STAR = '\\Flagged'

/** Sets or removes `\Flagged`, on the server and here. */
export function messageStar(parts: MailParts): OutwardPerformer<'message.star'> {
  const receipt = (changed: boolean): Receipt => ({ effect: 'message.star', result: 'done', change: changed ? 'changed' : 'no change' })
  return {
    perform: async (context, { starred }, hold) => receipt(await changeFlags(parts, context, starred ? { add: [STAR], remove: [] } : { add: [], remove: [STAR] }, hold)),
    // Never a verdict: setting a flag twice is setting it once.
    lookup: async () => null,
  }
}
