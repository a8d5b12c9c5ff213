import addressparser from 'nodemailer/lib/addressparser'
import type { Address, AttachmentFact, ContentFacts } from '../rules/facts'
import { asciiDomain, parseAddress } from './address'
import { classify } from './auto-reply'
import { sentAtOf } from './date'
import { firstValue, type HeaderField, readHeader, valuesOf } from './header'
import { decodeHeader } from './header-words'
import { identityOf } from './identity'
import type { HeadersOnly } from './parsed-message'
import { messageIdOf, messageIdsIn } from './thread'

/** Facts come from header fields and from what the body reader found; nothing else is believed. */
export interface FactSource {
  readonly fields: readonly HeaderField[]
  readonly text: string | null
  readonly attachments: readonly AttachmentFact[]
  /** Size in bytes as received. */
  readonly size: number
  /** Null sender is the empty string; null when the envelope is not known. */
  readonly envelopeFrom: string | null
}

/** The facts of a message that never change once it is stored. */
export function contentFacts({ fields, text, attachments, size, envelopeFrom }: FactSource): ContentFacts {
  const headers = headersOf(fields)
  const from = addressesOf(fields, 'from')[0] ?? null
  return {
    from,
    replyTo: addressesOf(fields, 'reply-to'),
    to: addressesOf(fields, 'to'),
    cc: addressesOf(fields, 'cc'),
    subject: decodeHeader(firstValue(fields, 'subject') ?? ''),
    text,
    headers,
    attachments,
    size,
    messageId: messageIdOf(firstValue(fields, 'message-id')),
    inReplyTo: messageIdsIn(valuesOf(fields, 'in-reply-to').join(' ')),
    references: messageIdsIn(valuesOf(fields, 'references').join(' ')),
    envelopeFrom,
    mailClass: classify(headers, envelopeFrom, from?.address ?? null),
    sentAt: sentAtOf(firstValue(fields, 'date')),
  }
}

/** Facts from a header block and structure fetched without the body: `text` is null, attachment sizes are those the server names. */
export function headersOnly(headerBlock: Buffer, size: number, attachments: readonly AttachmentFact[]): HeadersOnly {
  const { fields } = readHeader(headerBlock)
  return { content: contentFacts({ fields, text: null, attachments, size, envelopeFrom: null }), identity: identityOf(fields) }
}

/** Addresses of a field, groups flattened, entries without a usable address left out. */
function addressesOf(fields: readonly HeaderField[], name: string): Address[] {
  return valuesOf(fields, name).flatMap((value) => addressparser(value, { flatten: true }).flatMap(readAddress))
}

function readAddress(entry: { readonly name?: string; readonly address?: string }): Address[] {
  const written = Buffer.from(entry.address ?? '', 'latin1').toString('utf8').trim()
  const address = parseAddress(written) ?? looseAddress(written)
  return address === null ? [] : [{ name: decodeHeader(entry.name ?? ''), address }]
}

/** Addresses that we would not write to but must show and compare, such as quoted local parts. */
function looseAddress(written: string): string | null {
  const at = written.lastIndexOf('@')
  if (at < 1 || written.length > 320 || /[\p{Cc}\p{Cf}<>]/u.test(written)) return null
  const domain = written.slice(at + 1)
  return domain === '' || /\s/.test(domain) ? null : `${written.slice(0, at)}@${asciiDomain(domain) ?? domain.toLowerCase()}`
}

function headersOf(fields: readonly HeaderField[]): Record<string, string[]> {
  // No prototype: a sender may name a field __proto__ or constructor.
  const headers: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const { name, value } of fields) (headers[name] ??= []).push(decodeHeader(value))
  return headers
}
