import { notifyChanged, type Database } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { setFlagsHere } from '../../db/queries/local-placement'
import { messageMark } from '../../db/queries/message-places'
import { setFlags } from '../../mail/imap/set-flags'
import { Failure } from '../../mail/failure'
import type { Receipt } from '../../rules/effects'
import type { Connections } from '../connections'
import { openPlace } from '../mailbox/find-copy'
import { settledPlaces } from '../mailbox/settled-places'
import type { EffectContext, OutwardPerformer } from './performer'

const STAR = '\\Flagged'

/** Sets or removes `\Flagged`, on the server first and then in our rows. Doing it again changes nothing, so a lost answer is settled by doing it again. */
export function messageStar({ database, connections }: { readonly database: Database; readonly connections: Connections }): OutwardPerformer<'message.star'> {
  const receipt = (changed: boolean): Receipt => ({ effect: 'message.star', result: 'done', change: changed ? 'changed' : 'no change' })
  return {
    async perform({ workspaceId, accountId, messageId }, { starred }, hold) {
      const { account, places, mark } = await read(database, { workspaceId, accountId, messageId })
      if (account.kind === 'imap') {
        const differing = places.filter((place) => place.flags.includes(STAR) !== starred)
        if (differing.length === 0) return receipt(false)
        await connections.use(workspaceId, accountId, async (connection) => {
          for (const place of differing) {
            const uid = await openPlace(connection, place, mark)
            if (uid === null) continue
            await hold.calling()
            await setFlags(connection, uid, starred ? { add: [STAR] } : { remove: [STAR] })
          }
        })
      }
      await hold.calling()
      return receipt(await record(database, { workspaceId, messageId, starred }))
    },
    // Never a verdict: setting a flag twice is setting it once.
    lookup: async () => null,
  }
}

async function read(database: Database, { workspaceId, accountId, messageId }: Pick<EffectContext, 'workspaceId' | 'accountId' | 'messageId'>) {
  return database.inWorkspace(workspaceId, async (tx) => {
    const account = await accountConnection(tx, workspaceId, accountId)
    const mark = await messageMark(tx, workspaceId, messageId)
    if (account === null || mark === null) throw new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' })
    return { account, mark, places: await settledPlaces(tx, workspaceId, messageId) }
  })
}

async function record(database: Database, { workspaceId, messageId, starred }: { readonly workspaceId: string; readonly messageId: string; readonly starred: boolean }): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const changed = await setFlagsHere(tx, workspaceId, messageId, starred ? [STAR] : [], starred ? [] : [STAR])
    if (changed) await notifyChanged(tx, workspaceId, 'message', [messageId])
    return changed
  })
}
