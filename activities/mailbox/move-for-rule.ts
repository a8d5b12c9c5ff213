import { and, eq } from 'drizzle-orm'
import { notifyChanged, type Database } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { moveHere, nextLocalUid } from '../../db/queries/local-placement'
import { movePlace, type Place } from '../../db/queries/message-places'
import { mailbox } from '../../db/schema'
import { mailOf, type EffectContext, type Hold } from '../effects/performer'
import type { MailParts } from './change-flags'
import { moveMessage, wasMoved, type Moved, type MoveOrder } from './move-message'
import { settledPlaces } from './settled-places'

export type MoveResult = 'changed' | 'no change' | 'mailbox missing'

/** Moves the message to a mailbox of its account: on the server, then in our rows. Failure `message gone`, and those of `moveMessage`. */
export async function moveForRule({ database, connections }: MailParts, context: EffectContext, mailboxId: string, hold: Hold): Promise<MoveResult> {
  const { workspaceId, accountId } = context
  const situation = await read(database, context, mailboxId, hold.attempt)
  if (situation === null) return 'mailbox missing'
  const { kind, order, there } = situation
  if (there) return 'no change'
  if (kind === 'local') {
    await hold.calling()
    return (await moveLocally(database, order)) ? 'changed' : 'no change'
  }
  const moved = await connections.use(workspaceId, accountId, (connection) => moveMessage(database, connection, order, () => hold.calling()))
  await record(database, order, moved)
  return 'changed'
}

/** After a move whose end nobody saw: whether it was made, as the server tells. Then our rows say so too. */
export async function wasMovedForRule({ database, connections }: MailParts, context: EffectContext, mailboxId: string): Promise<boolean> {
  const { workspaceId, accountId } = context
  const situation = await read(database, context, mailboxId, 1)
  if (situation === null) return false
  const { kind, order, there } = situation
  if (there || kind === 'local') return there
  const moved = await connections.use(workspaceId, accountId, (connection) => wasMoved(database, connection, order))
  if (moved === 'not moved') return false
  await record(database, order, moved)
  return true
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

/** Null: the account or its mailbox is gone. */
async function read(database: Database, context: EffectContext, mailboxId: string, attempt: number): Promise<Situation | null> {
  const { workspaceId, accountId } = context
  const { messageId } = mailOf(context)
  return database.inWorkspace(workspaceId, async (tx) => {
    const account = await accountConnection(tx, workspaceId, accountId)
    const [target] = await tx
      .select({ mailboxId: mailbox.id, path: mailbox.path })
      .from(mailbox)
      .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.id, mailboxId), eq(mailbox.present, true)))
    if (account === null || target === undefined) return null
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
