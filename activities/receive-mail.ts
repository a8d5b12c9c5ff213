import { sql } from 'drizzle-orm'
import type { Database } from '../db/client'
import type { ReceivedMail, Refusal } from '../mail/gateway'
import type { Parser } from '../mail/parse'
import { ingest, type IngestDeps } from './ingest'

/** An account without a mail server: what the gateway takes for it is kept here and nowhere else. */
export interface LocalAccount {
  readonly workspaceId: string
  readonly accountId: string
}

export interface ReceiveDeps extends IngestDeps {
  readonly database: Database
  readonly parser: Parser
}

/** Whose address this is. The gateway takes mail for our own local accounts and relays nothing. */
export async function localAccount({ database }: Pick<ReceiveDeps, 'database'>, recipient: string): Promise<LocalAccount | Refusal> {
  const address = recipient.toLowerCase()
  const [row] = await database.system.execute(sql`
    select workspace_id, id from account
    where kind = 'local' and deleted_at is null and (lower(address) = ${address} or identities ? ${address}) order by lower(address) = ${address} desc, id limit 1`)
  return row === undefined ? { refuse: { code: 550, text: 'No such mailbox here' } } : { workspaceId: String(row.workspace_id), accountId: String(row.id) }
}

/**
 * Makes a mail from the gateway durable: once per account it is for, with its exact bytes. Idempotent by content within an account, so a sender who never heard
 * the answer may send it again.
 */
export async function receiveMail(deps: ReceiveDeps, mail: ReceivedMail<LocalAccount>): Promise<void> {
  const parsed = await deps.parser.parse(mail.raw, mail.envelopeFrom)
  const receivedAt = deps.now()
  const accounts = new Map(mail.recipients.map(({ account }) => [account.accountId, account]))
  for (const { workspaceId, accountId } of accounts.values()) {
    await ingest(deps, { workspaceId, accountId, mails: [{ parsed, raw: mail.raw, placement: null, arrival: true, direction: 'in', keepRaw: 'forever', receivedAt }] })
  }
}
