import { notifyChanged, type Database } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { setFlagsHere } from '../../db/queries/local-placement'
import { addPlace, messageMark } from '../../db/queries/message-places'
import { Failure } from '../../mail/failure'
import type { Receipt } from '../../rules/effects'
import type { Connections } from '../connections'
import type { Found } from '../mailbox/look-for'
import { settledPlaces } from '../mailbox/settled-places'
import { storeFlags } from '../mailbox/store-flags'
import { mailOf, type EffectContext, type OutwardPerformer } from './performer'

const STAR = '\\Flagged'

/**
 * Sets or removes `\Flagged`, on the server first and then in our rows. Doing it again changes nothing, so a lost answer is settled by doing it again.
 * Never done without a copy on the server that bears the change: where our rows know of none, the message is looked for. Failure `message gone`.
 */
export function messageStar({ database, connections }: { readonly database: Database; readonly connections: Connections }): OutwardPerformer<'message.star'> {
  const receipt = (changed: boolean): Receipt => ({ effect: 'message.star', result: 'done', change: changed ? 'changed' : 'no change' })
  return {
    async perform(context, { starred }, hold) {
      const { workspaceId, accountId } = context
      const { messageId } = mailOf(context)
      const { account, places, mark } = await read(database, { workspaceId, accountId, messageId })
      let found: Found | null = null
      if (account.kind === 'imap') {
        const differing = places.filter((place) => place.flags.includes(STAR) !== starred)
        if (places.length > 0 && differing.length === 0) return receipt(false)
        const order = { workspaceId, accountId, messageId, attempt: hold.attempt, places: differing, mark, ...(starred ? { add: [STAR], remove: [] } : { add: [], remove: [STAR] }) }
        found = await connections.use(workspaceId, accountId, (connection) => storeFlags(database, connection, order, () => hold.calling()))
      }
      await hold.calling()
      return receipt(await record(database, { workspaceId, messageId, starred, found }))
    },
    // Never a verdict: setting a flag twice is setting it once.
    lookup: async () => null,
  }
}

async function read(database: Database, { workspaceId, accountId, messageId }: Pick<EffectContext, 'workspaceId' | 'accountId'> & { readonly messageId: string }) {
  return database.inWorkspace(workspaceId, async (tx) => {
    const account = await accountConnection(tx, workspaceId, accountId)
    const mark = await messageMark(tx, workspaceId, messageId)
    if (account === null || mark === null) throw new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' })
    return { account, mark, places: await settledPlaces(tx, workspaceId, messageId) }
  })
}

interface Change {
  readonly workspaceId: string
  readonly messageId: string
  readonly starred: boolean
  /** Where the message was found, when our rows did not know. */
  readonly found: Found | null
}

async function record(database: Database, { workspaceId, messageId, starred, found }: Change): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (tx) => {
    if (found !== null) await addPlace(tx, workspaceId, messageId, found.mailboxId, found.place)
    const changed = await setFlagsHere(tx, workspaceId, messageId, starred ? [STAR] : [], starred ? [] : [STAR])
    if (changed) await notifyChanged(tx, workspaceId, 'message', [messageId])
    return changed
  })
}
