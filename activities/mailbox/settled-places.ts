import type { Tx } from '../../db/client'
import { nextMove } from '../../db/queries/mailbox-change'
import { messagePlaces, type Place } from '../../db/queries/message-places'
import { Failure } from '../../mail/failure'

const FIRST = '00000000-0000-0000-0000-000000000000'

/** The places of a message once nobody is moving it by hand. Failure `being moved` (retry): a person's move has not reached the server yet. */
export async function settledPlaces(tx: Tx, workspaceId: string, messageId: string): Promise<Place[]> {
  const places = await messagePlaces(tx, workspaceId, messageId)
  if (places.length === 0 && (await nextMove(tx, workspaceId, messageId, FIRST)) !== null) {
    throw new Failure('being moved', { retry: { afterSeconds: 2 }, publicMessage: 'Somebody is moving this message. It is tried again in a moment.' })
  }
  return places
}
