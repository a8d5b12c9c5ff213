import { and, eq } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client'
import { accountConnection } from '../../db/queries/account-connection'
import { nextLocalUid } from '../../db/queries/local-placement'
import { mailbox, message, outgoingMessage } from '../../db/schema'
import type { Parser } from '../../mail/parse'
import type { IngestBatch, MailPlacement } from '../ingest/batch'
import type { OutgoingRow } from './outgoing'

export interface CopyDeps {
  readonly database: Database
  readonly parser: Parser
  readonly ingest: (batch: IngestBatch) => Promise<unknown>
  readonly now: () => Date
}

/**
 * Takes our own copy of a sent mail in, so that the thread shows it at once; `also` runs in the same transaction. It is the message whose copy the
 * server's Sent mailbox will hold: when that is read, its content is known already and only a place is added.
 */
export async function recordSent(deps: CopyDeps, row: OutgoingRow, raw: Buffer, also: (tx: Tx) => Promise<void>): Promise<void> {
  const { workspaceId, accountId } = row
  const parsed = await deps.parser.parse(raw, row.envelopeFrom)
  const receivedAt = deps.now()
  const placement = await deps.database.inWorkspace(workspaceId, (tx) => localPlace(tx, workspaceId, accountId, receivedAt))
  const local = placement !== null
  await deps.ingest({
    workspaceId,
    accountId,
    mails: [{ parsed, raw, placement, arrival: false, direction: 'out', keepRaw: local ? 'forever' : 'cache', receivedAt }],
    cursor: async (tx) => {
      await also(tx)
      if (local) await tx.update(outgoingMessage).set({ sentCopy: 'not needed' }).where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, row.id)))
    },
  })
}

/** Our message of a sent mail; null when it has not been taken in. */
export async function sentMessageId(tx: Tx, workspaceId: string, outgoingMessageId: string): Promise<string | null> {
  const [found] = await tx.select({ id: message.id }).from(message).where(and(eq(message.workspaceId, workspaceId), eq(message.outgoingMessageId, outgoingMessageId)))
  return found?.id ?? null
}

/** In a local account our Sent mailbox is the only one there is; null for an account with a server, which gives the place. */
async function localPlace(tx: Tx, workspaceId: string, accountId: string, internalDate: Date): Promise<MailPlacement | null> {
  const account = await accountConnection(tx, workspaceId, accountId)
  if (account?.kind !== 'local') return null
  const [sent] = await tx
    .select({ id: mailbox.id })
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.role, 'sent')))
    .limit(1)
  const mailboxId = sent?.id ?? (await makeSent(tx, workspaceId, accountId))
  return { mailboxId, ...(await nextLocalUid(tx, workspaceId, mailboxId)), flags: ['\\Seen'], internalDate }
}

async function makeSent(tx: Tx, workspaceId: string, accountId: string): Promise<string> {
  const [made] = await tx
    .insert(mailbox)
    .values({ workspaceId, accountId, path: 'Sent', name: 'Sent', role: 'sent' })
    .onConflictDoUpdate({ target: [mailbox.accountId, mailbox.path], set: { role: 'sent' } })
    .returning({ id: mailbox.id })
  return made?.id ?? ''
}
