import type { Outputs } from '../data/trpc'

/** This folder is writing mail: drafts kept in this browser until they are sent, the form, and the seconds in which a sent mail can be called back. */
export interface Draft {
  /** Made once per mail: sending it twice sends one mail. */
  readonly requestId: string
  readonly accountId: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string
  readonly text: string
  readonly inReplyToMessageId: string | null
}

export type Kind = 'new' | 'reply' | 'all' | 'forward'

/** What is being written, from an address: `new` or `<kind>:<message>`. */
export function writingOf(write: string | null): { readonly kind: Kind; readonly messageId: string | null } | null {
  if (write === null) return null
  if (write === 'new') return { kind: 'new', messageId: null }
  const [kind, messageId] = write.split(':')
  if ((kind === 'reply' || kind === 'all' || kind === 'forward') && messageId !== undefined && /^[0-9a-f-]{36}$/i.test(messageId)) return { kind, messageId }
  return null
}

export function emptyDraft(requestId: string, accountId: string): Draft {
  return { requestId, accountId, to: [], cc: [], bcc: [], subject: '', text: '', inReplyToMessageId: null }
}

/** A draft that begins with what the API says of the answered mail. `quoteHead` is the line over the quotation, in the reader's language. */
export function prefilled(requestId: string, given: Outputs['compose']['prefill'], quoteHead: string): Draft {
  const quoted = given.quoted.text === '' ? '' : `\n\n${quoteHead}\n${given.quoted.text}`
  return { requestId, accountId: given.accountId, to: given.to.map(written), cc: given.cc.map(written), bcc: [], subject: given.subject, text: quoted, inReplyToMessageId: given.inReplyToMessageId }
}

/** True while nobody has written anything worth keeping. */
export function isEmpty({ to, cc, bcc, subject, text }: Draft): boolean {
  return to.length + cc.length + bcc.length === 0 && subject.trim() === '' && text.trim() === ''
}

export interface Recipient {
  readonly name: string
  readonly address: string
}

/** `Ada Byron <ada@example.com>` or `ada@example.com`; null where that is no address (RFC 5321 4.1.2, as far as people write them). */
export function recipientOf(text: string): Recipient | null {
  const named = /^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(text)
  const address = (named?.[2] ?? text).trim()
  if (!/^[^\s@<>",;:]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u.test(address)) return null
  return { name: (named?.[1] ?? '').replace(/^"(.*)"$/, '$1'), address }
}

/** A recipient as one writes it. */
export function written({ name, address }: Recipient): string {
  return name.trim() === '' ? address : `${name} <${address}>`
}

/** What is wrong with a draft, by field; empty when it can be sent. */
export function problemsOf(draft: Draft): { readonly to?: 'none' | 'invalid'; readonly cc?: 'invalid'; readonly bcc?: 'invalid' } {
  const bad = (list: readonly string[]) => list.some((one) => recipientOf(one) === null)
  return {
    ...(bad(draft.to) ? { to: 'invalid' as const } : draft.to.length === 0 ? { to: 'none' as const } : {}),
    ...(bad(draft.cc) ? { cc: 'invalid' as const } : {}),
    ...(bad(draft.bcc) ? { bcc: 'invalid' as const } : {}),
  }
}
