import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { rawMessage } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import type { IngestMail } from './batch'
import { isWhole } from './is-whole'
import { storableJson, storableText } from './storable'

const CACHE_DAYS = 7

/** One mail of a batch with all that was found out about it. */
export interface Entry {
  readonly mail: IngestMail
  readonly messageId: string
  readonly threadId: string
  readonly as: 'new' | 'filled' | 'known'
  readonly twin: number
  /** The outgoing message this is a copy of, by its Message-ID; null for all other mail. */
  readonly outgoingMessageId: string | null
}

interface Place {
  readonly workspaceId: string
  readonly accountId: string
  readonly now: Date
}

/** Writes the messages we did not know, and the bodies of those known by their headers alone. */
export async function storeMessages(tx: Tx, place: Place, entries: readonly Entry[]): Promise<void> {
  const fresh = entries.filter(({ as }) => as === 'new')
  const filled = entries.filter(({ as }) => as === 'filled')
  const stored = [...fresh, ...filled]
  // Sent together; the server takes them in this order.
  await Promise.all([
    fresh.length > 0 ? insertMessages(tx, place, fresh) : undefined,
    filled.length > 0 ? fillMessages(tx, filled) : undefined,
    insertBodies(tx, place, stored),
    insertAttachments(tx, place, stored),
    insertRaw(tx, place, stored),
  ])
}

const COLUMNS = sql`id uuid, thread_id uuid, identity text, body_hash text, identity_twin int, direction text, state text, quarantine_reason text, message_id_header text, from_name text, from_address text,
  recipients jsonb, subject text, snippet text, size int, has_attachment boolean, mail_class text, facts jsonb, sent_at timestamptz, received_at timestamptz, arrived_at timestamptz, outgoing_message_id uuid`

async function insertMessages(tx: Tx, { workspaceId, accountId, now }: Place, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map((entry) => rowOf(entry, now))
  await send(tx, sql`
    insert into message (workspace_id, account_id, id, thread_id, identity, body_hash, identity_twin, direction, state, quarantine_reason, message_id_header, from_name, from_address,
      recipients, subject, snippet, size, has_attachment, mail_class, facts, sent_at, received_at, arrived_at, outgoing_message_id)
    select ${workspaceId}::uuid, ${accountId}::uuid, r.id, r.thread_id, decode(r.identity, 'hex'), decode(r.body_hash, 'hex'), r.identity_twin, r.direction, r.state, r.quarantine_reason, r.message_id_header,
      r.from_name, r.from_address, r.recipients, r.subject, r.snippet, r.size, r.has_attachment, r.mail_class, r.facts, r.sent_at, r.received_at, r.arrived_at, r.outgoing_message_id
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(${COLUMNS})`)
}

async function fillMessages(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map((entry) => rowOf(entry, entry.mail.receivedAt))
  await send(tx, sql`
    update message m set body_hash = decode(r.body_hash, 'hex'), state = r.state, quarantine_reason = r.quarantine_reason, snippet = r.snippet, size = r.size,
      has_attachment = r.has_attachment, facts = r.facts
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(${COLUMNS}) where m.id = r.id`)
}

function rowOf({ mail, messageId, threadId, twin, outgoingMessageId }: Entry, now: Date) {
  const { parsed, direction, receivedAt, arrival } = mail
  const { text: _, ...facts } = parsed.content
  const { from, to, cc } = facts
  const whole = isWhole(parsed) ? parsed : null
  return {
    id: messageId,
    thread_id: threadId,
    identity: parsed.identity.toString('hex'),
    body_hash: whole?.bodyHash.toString('hex') ?? null,
    identity_twin: twin,
    direction,
    state: whole?.state ?? 'headers',
    quarantine_reason: whole?.quarantineReason ?? null,
    message_id_header: facts.messageId,
    from_name: from?.name ?? '',
    from_address: from?.address ?? '',
    recipients: { to, cc },
    subject: facts.subject,
    snippet: whole?.snippet ?? '',
    size: facts.size,
    has_attachment: whole === null ? facts.attachments.length > 0 : whole.attachments.some(({ inline }) => !inline),
    mail_class: facts.mailClass,
    facts,
    sent_at: facts.sentAt,
    received_at: receivedAt,
    arrived_at: arrival ? now : null,
    outgoing_message_id: outgoingMessageId,
  }
}

async function insertBodies(tx: Tx, { workspaceId }: Place, entries: readonly Entry[]): Promise<void> {
  const rows = entries.flatMap(({ mail: { parsed }, messageId }) =>
    isWhole(parsed) && parsed.content.text !== null ? [{ id: messageId, text: parsed.content.text, html: parsed.html }] : [],
  )
  if (rows.length === 0) return
  await send(tx, sql`
    insert into body_cache (workspace_id, message_id, text, html)
    select ${workspaceId}::uuid, r.id, r.text, r.html from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, text text, html text) on conflict do nothing`)
}

async function insertAttachments(tx: Tx, { workspaceId }: Place, entries: readonly Entry[]): Promise<void> {
  const rows = entries.flatMap(({ mail: { parsed }, messageId }) =>
    (isWhole(parsed) ? parsed.attachments : []).map(({ name, type, size, contentId, inline, sha256 }, position) => ({
      id: newId(), message_id: messageId, position, name, type, size, content_id: contentId, inline, sha256: sha256.toString('hex'),
    })),
  )
  if (rows.length === 0) return
  await send(tx, sql`
    insert into attachment (workspace_id, id, message_id, position, filename, content_type, size, content_id, inline, sha256)
    select ${workspaceId}::uuid, r.id, r.message_id, r.position, r.name, r.type, r.size, r.content_id, r.inline, decode(r.sha256, 'hex')
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, message_id uuid, position int, name text, type text, size int, content_id text, inline boolean, sha256 text)
    on conflict do nothing`)
}

async function insertRaw(tx: Tx, { workspaceId, now }: Place, entries: readonly Entry[]): Promise<void> {
  const cacheEnd = new Date(now.getTime() + CACHE_DAYS * 86_400_000)
  const rows = entries.flatMap(({ mail: { raw, keepRaw }, messageId }) =>
    raw === null || keepRaw === 'none'
      ? []
      : [{ messageId, workspaceId, bytes: raw, sha256: createHash('sha256').update(raw).digest(), expiresAt: keepRaw === 'forever' ? null : cacheEnd }],
  )
  if (rows.length > 0) await tx.insert(rawMessage).values(rows).onConflictDoNothing().execute()
}

/** The first line of a subject for a thread that is opened. */
export function threadSubject(mail: IngestMail): string {
  return storableText(mail.parsed.content.subject)
}
