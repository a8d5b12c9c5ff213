// Mails for tests of taking mail in: written as a sender would, read by the real reader.

import { randomBytes } from 'node:crypto'
import type { IngestMail, MailPlacement } from '../../activities/ingest/batch'
import { readMessage } from '../../mail/read-message'

export interface Letter {
  readonly from?: string
  readonly to?: string
  readonly subject?: string
  readonly text?: string
  readonly id?: string
  readonly inReplyTo?: string
  readonly references?: readonly string[]
  /** Further header lines, without line ends. */
  readonly headers?: readonly string[]
}

/** A Message-ID nobody else has. */
export function freshId(): string {
  return `<${randomBytes(8).toString('hex')}@bouw.example>`
}

export function rawOf(letter: Letter = {}): Buffer {
  const { from = 'Pieter van den Berg <pieter@bouw.example>', to = 'support@northwind.example', subject = 'Where is it?', text = 'Good morning, where is it?', id = freshId() } = letter
  const lines = [
    ...(letter.headers ?? []), `From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: ${id}`, 'Date: Fri, 20 Nov 2026 10:00:00 +0000',
    ...(letter.inReplyTo === undefined ? [] : [`In-Reply-To: ${letter.inReplyTo}`]),
    ...(letter.references === undefined ? [] : [`References: ${letter.references.join(' ')}`]),
    'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', '', text, '',
  ]
  return Buffer.from(lines.join('\r\n'), 'utf8')
}

/** A mail as the gateway hands it in: it arrives now and nobody else keeps it. */
export async function arriving(letter: Letter = {}, more: Partial<IngestMail> = {}): Promise<IngestMail> {
  return received(rawOf(letter), more)
}

export async function received(raw: Buffer, more: Partial<IngestMail> = {}): Promise<IngestMail> {
  const parsed = await readMessage(raw, null)
  return { parsed, raw, placement: null, arrival: true, direction: 'in', keepRaw: 'forever', receivedAt: new Date(), ...more }
}

let nextUid = 1_000

/** A place in a mailbox under the next UID. */
export function placedIn(mailboxId: string, flags: readonly string[] = []): MailPlacement {
  nextUid += 1
  return { mailboxId, uidValidity: 1, uid: nextUid, flags, internalDate: new Date() }
}
