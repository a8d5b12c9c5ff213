import { Random } from '../../stack/demo/random'
import { Vocabulary } from './vocabulary'

/** A mail as a sender's server hands it over. */
export interface CorpusMail {
  readonly raw: Buffer
  readonly messageId: string
  readonly at: Date
}

const REPLIES = 0.4
const BOTH_BODIES = 0.6
const ATTACHMENTS = 0.12
/** Sizes in bytes are log-normal: median and spread of mails without an attachment, and of those with one. */
const PLAIN = { median: 3_550, spread: 0.6 }
const WITH_ATTACHMENT = { median: 46_000, spread: 0.88 }
const FIRST_AT = Date.UTC(2026, 0, 5, 8)
const MINUTE = 60_000

export const SENDERS = Array.from({ length: 400 }, (_, index) => ({ name: `Sender ${index}`, address: `sender${index}@firm${index % 90}.example` }))
/** Words that stand in about one subject in fifteen each, for rules to look for. */
export const TOPICS = ['invoice', 'order', 'delivery', 'contract', 'meeting', 'offer', 'complaint', 'application', 'reminder', 'quotation', 'shipment', 'payment', 'warranty', 'refund', 'schedule']
export const LISTS = Array.from({ length: 20 }, (_, index) => `list-${index}`)

/**
 * Generated mail, the same for the same seed: mean 12.4 kB, half below 3.5 kB, one in a hundred above 170 kB; 12 % with an attachment, 60 % as text and
 * HTML, 40 % replies to one of the two hundred mails before.
 */
export function* corpus(count: number, seed = 1): Generator<CorpusMail, void, undefined> {
  const random = new Random(seed)
  const vocabulary = new Vocabulary(random)
  const recent: { id: string; references: readonly string[]; subject: string }[] = []
  for (let index = 0; index < count; index += 1) {
    const at = new Date(FIRST_AT + index * MINUTE)
    const from = random.pick(SENDERS)
    const answered = recent.length > 0 && random.chance(REPLIES) ? random.pick(recent) : null
    const id = `<bench-${seed}-${index}@${from.address.split('@')[1] ?? 'example'}>`
    const subject = answered === null ? `${random.pick(TOPICS)} ${vocabulary.words(random.between(2, 6))} ${random.between(1_000, 99_999)}` : `Re: ${answered.subject.replace(/^Re: /, '')}`
    const references = answered === null ? [] : [...answered.references, answered.id].slice(-10)
    recent.push({ id, references, subject })
    if (recent.length > 200) recent.shift()
    const header = [
      `Received: from mx.${from.address.split('@')[1] ?? 'example'} (mx [192.0.2.${random.between(1, 254)}]) by mail.northwind.example with ESMTPS id ${hex(random, 12)}; ${at.toUTCString()}`,
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${from.address.split('@')[1] ?? 'example'}; s=mail; h=from:to:subject:date; bh=${hex(random, 44)}; b=${hex(random, 172)}`,
      `From: ${from.name} <${from.address}>`,
      'To: Support <support@northwind.example>',
      `Subject: ${encoded(subject, random.chance(0.15))}`,
      `Message-ID: ${id}`,
      `Date: ${at.toUTCString()}`,
      ...(answered === null ? [] : [`In-Reply-To: ${answered.id}`, `References: ${references.join('\r\n ')}`]),
      ...(random.chance(0.1) ? [`List-Id: <${random.pick(LISTS)}.example>`] : []),
      'X-Mailer: Bench 1.0',
      'MIME-Version: 1.0',
    ]
    yield { raw: Buffer.from([...header, body(random, vocabulary, index)].join('\r\n'), 'latin1'), messageId: id, at }
  }
}

function body(random: Random, vocabulary: Vocabulary, index: number): string {
  const plain = Math.max(120, logNormal(random, PLAIN) - 1_000)
  const readable = random.chance(BOTH_BODIES) ? alternative(vocabulary, plain, `b${index}`) : part('text/plain; charset=utf-8', '8bit', vocabulary.text(plain))
  if (!random.chance(ATTACHMENTS)) return readable
  const bytes = Math.max(2_000, logNormal(random, WITH_ATTACHMENT) - plain - 1_000)
  const attached = part(`application/pdf; name="scan-${index}.pdf"`, 'base64', vocabulary.base64(bytes), `Content-Disposition: attachment; filename="scan-${index}.pdf"`)
  return multipart('mixed', `m${index}`, [readable, attached])
}

function alternative(vocabulary: Vocabulary, bytes: number, boundary: string): string {
  const text = vocabulary.text(Math.round(bytes * 0.35))
  const html = `<html><body><table width="600"><tr><td style="font-family:sans-serif">${text.split('\r\n').map((line) => `<p>${line}</p>`).join('\r\n')}</td></tr></table></body></html>`
  return multipart('alternative', boundary, [part('text/plain; charset=utf-8', '8bit', text), part('text/html; charset=utf-8', '8bit', html)])
}

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  return [`Content-Type: multipart/${kind}; boundary="${boundary}"`, '', ...parts.flatMap((one) => [`--${boundary}`, one]), `--${boundary}--`, ''].join('\r\n')
}

function part(type: string, encoding: string, content: string, ...more: readonly string[]): string {
  return [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, ...more, '', content].join('\r\n')
}

/** RFC 2047: some subjects are written in words that need it. */
function encoded(subject: string, foreign: boolean): string {
  return foreign ? `=?utf-8?B?${Buffer.from(`Größe ${subject}`, 'utf8').toString('base64')}?=` : subject
}

function logNormal(random: Random, { median, spread }: { readonly median: number; readonly spread: number }): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return Math.min(5_000_000, Math.round(median * Math.exp(spread * normal)))
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => random.between(0, 15).toString(16)).join('')
}
