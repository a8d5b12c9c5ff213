import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { account, outgoingMessage, outgoingServer, workspace } from '../../db/schema'
import { compose, type Carried } from '../../mail/compose'
import { Failure } from '../../mail/failure'
import { carriedAttachments, carriedMessage } from '../../mail/forwarded'
import { redirected } from '../../mail/redirected'
import type { SmtpServer } from '../../mail/smtp'
import { withLink, type ApprovalLinks } from '../approval-links'
import type { OpenSecret } from '../connections'

/**
 * Sending one mail. The row in the outbox is claimed with a token and a lease, its bytes are made once, `calling` is committed right before they leave, and
 * whatever the server says is settled on the row: each file here is one of these.
 */

export type OutgoingRow = typeof outgoingMessage.$inferSelect

export interface OutgoingInput {
  readonly workspaceId: string
  readonly outgoingMessageId: string
}

/** The row; null when there is none. `lock`: for the transaction that decides what happens to it. */
export async function outgoingRow(tx: Tx, { workspaceId, outgoingMessageId }: OutgoingInput, lock: boolean): Promise<OutgoingRow | null> {
  const query = tx
    .select()
    .from(outgoingMessage)
    .where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, outgoingMessageId)))
  const [row] = await (lock ? query.for('no key update') : query)
  return row ?? null
}

/** Brings the raw mail that an outgoing one carries or is. */
type Source = () => Promise<Buffer>

/** The exact bytes of the mail: those stored, else made now. Two builds would differ in their date and boundary, so the first one stored wins. */
export async function bytesOf(row: OutgoingRow, links: ApprovalLinks, now: Date, source: Source = noSource): Promise<Buffer> {
  if (row.raw !== null) return row.raw
  if (row.form === 'redirect') return redirected(await source(), { from: row.from, to: row.to, date: now, messageId: row.messageIdHeader, hop: row.hop })
  const byMachine = row.automatic || row.executionId !== null
  return compose({
    from: row.from,
    to: row.to,
    cc: row.cc,
    subject: row.subject,
    text: row.form === 'notice' ? withLink(row.text, row.effectKey, links) : row.text,
    messageId: row.messageIdHeader,
    date: now,
    inReplyTo: row.inReplyTo,
    references: row.references,
    automatic: !byMachine ? null : row.inReplyTo === null ? 'auto-generated' : 'auto-replied',
    hop: byMachine ? row.hop : null,
    attachments: row.form === 'forward' ? await carriedBy(row, source) : [],
  })
}

async function carriedBy({ carries, subject }: OutgoingRow, source: Source): Promise<readonly Carried[]> {
  return carries === 'attachments' ? carriedAttachments(await source()) : [carriedMessage(await source(), subject)]
}

function noSource(): Promise<Buffer> {
  return Promise.reject(new Failure('source gone', { retry: 'no', publicMessage: 'Nobody keeps the mail any more that was to be sent on.' }))
}

/** Everybody the mail goes to, each once. */
export function recipientsOf({ to, cc, bcc }: Pick<OutgoingRow, 'to' | 'cc' | 'bcc'>): string[] {
  return [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))]
}

export interface ChosenServer {
  readonly id: string
  readonly server: SmtpServer
}

/** The server to send with: the mail's own, else the account's, else the workspace's first by priority. Failure `no outgoing server`, `secret.unreadable`. */
export async function chooseServer(tx: Tx, row: OutgoingRow, openSecret: OpenSecret): Promise<ChosenServer> {
  const { workspaceId } = row
  const [of] = await tx.select({ outgoingServerId: account.outgoingServerId }).from(account).where(and(eq(account.workspaceId, workspaceId), eq(account.id, row.accountId)))
  const wanted = row.outgoingServerId ?? of?.outgoingServerId ?? null
  const [chosen] = await tx
    .select()
    .from(outgoingServer)
    .where(and(eq(outgoingServer.workspaceId, workspaceId), isNull(outgoingServer.deletedAt)))
    .orderBy(sql`${outgoingServer.id} is distinct from ${wanted}::uuid`, asc(outgoingServer.priority), asc(outgoingServer.id))
    .limit(1)
  if (chosen === undefined) throw new Failure('no outgoing server', { retry: 'no', publicMessage: 'There is no outgoing server to send with.' })
  const { id, server, secret } = chosen
  const { host, port, security, user } = server
  const login = secret === null ? null : { user, password: openSecret(secret, { workspaceId, record: id, field: 'outgoing_server.secret' }) }
  return { id, server: { host, port, security, login } }
}

/** The kill switches: while the workspace's is on nothing begins to leave; while the account's is on nothing that Postroom wrote by itself does. */
export async function isHalted(tx: Tx, { workspaceId, outgoingMessageId }: OutgoingInput): Promise<boolean> {
  const [found] = await tx
    .select({ halted: sql<boolean>`${workspace.halted} or (${account.halted} and (${outgoingMessage.automatic} or ${outgoingMessage.executionId} is not null))` })
    .from(outgoingMessage)
    .innerJoin(workspace, eq(workspace.id, outgoingMessage.workspaceId))
    .innerJoin(account, eq(account.id, outgoingMessage.accountId))
    .where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, outgoingMessageId)))
  return found?.halted === true
}
