import { and, eq } from 'drizzle-orm'
import { notifyChanged, type Database } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { moveHere, nextLocalUid } from '../../db/queries/local-placement'
import { movePlace, type Place } from '../../db/queries/message-places'
import { mailbox } from '../../db/schema'
import { Failure } from '../../mail/failure'
import type { Receipt } from '../../rules/effects'
import type { Connections } from '../connections'
import { moveMessage, wasMoved, type Moved, type MoveOrder } from '../mailbox/move-message'
import { settledPlaces } from '../mailbox/settled-places'
import { mailOf, type EffectContext, type OutwardPerformer } from './performer'

/** Moves the message to a mailbox of its account: on the server, then in our rows. A lost answer is settled by asking the server where the message is. */
export function messageMove({ database, connections }: { readonly database: Database; readonly connections: Connections }): OutwardPerformer<'message.move'> {
  return {
    async perform(context, { mailboxRef }, hold) {
      const { workspaceId, accountId } = context
      const { kind, order, there } = await read(database, context, mailboxRef, hold.attempt)
      if (there) return receipt(mailboxRef, 'no change')
      if (kind === 'local') {
        await hold.calling()
        return receipt(mailboxRef, (await moveLocally(database, order)) ? 'changed' : 'no change')
      }
      const moved = await connections.use(workspaceId, accountId, (connection) => moveMessage(database, connection, order, () => hold.calling()))
      await record(database, order, moved)
      return receipt(mailboxRef, 'changed')
    },
    async lookup(context, { mailboxRef }) {
      const { workspaceId, accountId } = context
      const { kind, order, there } = await read(database, context, mailboxRef, 1)
      if (there) return receipt(mailboxRef, 'changed')
      if (kind === 'local') return null
      const moved = await connections.use(workspaceId, accountId, (connection) => wasMoved(database, connection, order))
      if (moved === 'not moved') return null
      await record(database, order, moved)
      return receipt(mailboxRef, 'changed')
    },
  }
}

interface KnownOrder extends MoveOrder {
  readonly source: Place | null
}

interface Situation {
  readonly kind: 'imap' | 'local'
  readonly order: KnownOrder
  /** The message lies in the target already. */
  readonly there: boolean
}

async function read(database: Database, context: EffectContext, mailboxId: string, attempt: number): Promise<Situation> {
  const { workspaceId, accountId } = context
  const { messageId } = mailOf(context)
  return database.inWorkspace(workspaceId, async (tx) => {
    const account = await accountConnection(tx, workspaceId, accountId)
    const [target] = await tx
      .select({ mailboxId: mailbox.id, path: mailbox.path })
      .from(mailbox)
      .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.id, mailboxId), eq(mailbox.present, true)))
    if (account === null || target === undefined) throw new Failure('mailbox missing', { retry: 'no', publicMessage: 'The folder to move to does not exist any more.' })
    const places = await settledPlaces(tx, workspaceId, messageId)
    const source: Place | null = places[0] ?? null
    return { kind: account.kind, order: { workspaceId, accountId, messageId, attempt, source, target }, there: places.some((place) => place.mailboxId === mailboxId) }
  })
}

async function record(database: Database, { workspaceId, messageId, source, target }: KnownOrder, moved: Moved): Promise<void> {
  await database.inWorkspace(workspaceId, async (tx) => {
    await movePlace(tx, workspaceId, messageId, source, { mailboxId: target.mailboxId, place: moved })
    await notifyChanged(tx, workspaceId, 'message', [messageId])
  })
}

async function moveLocally(database: Database, { workspaceId, messageId, target }: MoveOrder): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (tx) => {
    const moved = await moveHere(tx, workspaceId, messageId, target.mailboxId, await nextLocalUid(tx, workspaceId, target.mailboxId))
    if (moved) await notifyChanged(tx, workspaceId, 'message', [messageId])
    return moved
  })
}

function receipt(mailboxRef: string, change: 'changed' | 'no change'): Receipt {
  return { effect: 'message.move', result: 'done', change, ref: mailboxRef }
}
