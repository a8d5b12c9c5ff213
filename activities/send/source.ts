import { eq } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { messageMark, messagePlaces, type MessageMark, type Place } from '../../db/queries/message-places'
import { rawMessage } from '../../db/schema'
import { CAPS } from '../../mail/caps'
import { Failure } from '../../mail/failure'
import type { Connection } from '../../mail/imap/connect'
import { fetchSource } from '../../mail/imap/fetch-source'
import type { Connections } from '../connections'
import { openPlace } from '../mailbox/find-copy'
import { lookFor, unlessClosedToUs } from '../mailbox/look-for'
import type { OutgoingRow } from './outgoing'

export interface SourceDeps {
  readonly database: Database
  readonly connections: Connections
}

/**
 * The raw bytes of the mail that an outgoing one carries or is: ours, else the server's. Failure `source gone` (never retried) where nobody has it any more, `source too large`;
 * a server that cannot be asked now is asked again.
 */
export async function sourceOf({ database, connections }: SourceDeps, { workspaceId, accountId, sourceMessageId, attempts }: OutgoingRow): Promise<Buffer> {
  if (sourceMessageId === null) throw gone()
  const known = await database.inWorkspace(workspaceId, (tx) => read(tx, workspaceId, accountId, sourceMessageId))
  if (known.raw !== null) return known.raw
  const { mark, places } = known
  if (!known.isOnServer || mark === null) throw gone()
  const sought = { workspaceId, accountId, messageId: sourceMessageId, attempt: attempts }
  const raw = await connections.use(workspaceId, accountId, async (connection) => {
    for (const place of places) {
      const found = await unlessClosedToUs(() => sourceAt(connection, place, mark))
      if (found !== null) return found
    }
    const { place } = await lookFor(database, connection, sought, mark)
    return fetchSource(connection, place.uid)
  })
  if (raw === null || raw.length === 0) throw new Failure('message gone', { retry: { afterSeconds: 5 }, publicMessage: 'The mail to be sent on was moved while it was read. It is looked for again in a moment.' })
  if (raw.length > CAPS.rawBytes) throw new Failure('source too large', { retry: 'no', publicMessage: 'The mail is too large to be sent on.' })
  return raw
}

async function read(tx: Tx, workspaceId: string, accountId: string, messageId: string) {
  const [stored] = await tx.select({ bytes: rawMessage.bytes }).from(rawMessage).where(eq(rawMessage.messageId, messageId))
  const account = await accountConnection(tx, workspaceId, accountId)
  return { raw: stored?.bytes ?? null, isOnServer: account?.kind === 'imap', mark: await messageMark(tx, workspaceId, messageId), places: await messagePlaces(tx, workspaceId, messageId) }
}

async function sourceAt(connection: Connection, place: Place, mark: MessageMark): Promise<Buffer | null> {
  const uid = await openPlace(connection, place, mark)
  return uid === null ? null : fetchSource(connection, uid)
}

function gone(): Failure {
  return new Failure('source gone', { retry: 'no', publicMessage: 'Nobody keeps the mail any more that was to be sent on.' })
}
