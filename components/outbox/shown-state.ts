import type { ShownState } from '../state/states'
import type { OutgoingRow } from './outbox-url'

/** The longest time in which a sent mail can be called back, and to spare. */
const UNDO_MILLISECONDS = 60_000

/** The state as it is said: a mail that only waits for its writer to think again is being sent; scheduled is one that was meant for later. */
export function shownState({ standing, createdAt, notBefore }: Pick<OutgoingRow, 'standing' | 'createdAt' | 'notBefore'>): ShownState {
  return standing === 'scheduled' && notBefore.getTime() - createdAt.getTime() <= UNDO_MILLISECONDS ? 'sending' : standing
}
