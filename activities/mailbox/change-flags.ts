import { notifyChanged, type Database } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { setFlagsHere } from '../../db/queries/local-placement'
import { addPlace, messageMark } from '../../db/queries/message-places'
import { Failure } from '../../mail/failure'
import type { Connections } from '../connections'
import { mailOf, type EffectContext, type Hold } from '../effects/performer'
import type { Found } from './look-for'
import { settledPlaces } from './settled-places'
import { storeFlags } from './store-flags'

export interface MailParts {
  readonly database: Database
  readonly connections: Connections
}

/** Flags and keywords that a message shall bear and shall not bear. */
export interface FlagChange {
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/**
 * Sets and clears flags for a rule, on the server first and then in our rows; true when something changed. Doing it again changes nothing, so a lost answer is
 * settled by doing it again. Never done without a copy on the server that bears the change: where our rows know of none, the message is looked for.
 * Failure `message gone`, and those of `storeFlags`.
 */
export async function changeFlags({ database, connections }: MailParts, context: EffectContext, change: FlagChange, hold: Hold): Promise<boolean> {
  const { workspaceId, accountId } = context
  const { messageId } = mailOf(context)
  const { account, places, mark } = await read(database, { workspaceId, accountId, messageId })
  let found: Found | null = null
  if (account.kind === 'imap') {
    const differing = places.filter(({ flags }) => !bears(flags, change))
    if (places.length > 0 && differing.length === 0) return false
    const order = { workspaceId, accountId, messageId, attempt: hold.attempt, places: differing, mark, ...change }
    found = await connections.use(workspaceId, accountId, (connection) => storeFlags(database, connection, order, () => hold.calling()))
  }
  await hold.calling()
  const isRecorded = await record(database, { workspaceId, messageId, found, ...change })
  // The watcher may have told our rows before us of what we just changed on the server.
  return isRecorded || (account.kind === 'imap' && found === null)
}

function bears(flags: readonly string[], { add, remove }: FlagChange): boolean {
  return add.every((flag) => flags.includes(flag)) && !remove.some((flag) => flags.includes(flag))
}

async function read(database: Database, { workspaceId, accountId, messageId }: { readonly workspaceId: string; readonly accountId: string; readonly messageId: string }) {
  return database.inWorkspace(workspaceId, async (tx) => {
    const account = await accountConnection(tx, workspaceId, accountId)
    const mark = await messageMark(tx, workspaceId, messageId)
    if (account === null || mark === null) throw new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' })
    return { account, mark, places: await settledPlaces(tx, workspaceId, messageId) }
  })
}

interface Changed extends FlagChange {
  readonly workspaceId: string
  readonly messageId: string
  /** Where the message was found, when our rows did not know. */
  readonly found: Found | null
}

async function record(database: Database, { workspaceId, messageId, add, remove, found }: Changed): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (tx) => {
    if (found !== null) await addPlace(tx, workspaceId, messageId, found.mailboxId, found.place)
    const changed = await setFlagsHere(tx, workspaceId, messageId, add, remove)
    if (changed) await notifyChanged(tx, workspaceId, 'message', [messageId])
    return changed
  })
}
