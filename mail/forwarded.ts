import { type AttachmentStream, MailParser, type MessageText } from 'mailparser'
import type { Address, ContentFacts } from '../rules/facts'
import { cleanAttachmentName } from './attachment-name'
import type { Carried } from './compose'

/** A mail inside a mail of ours: its text quoted under who wrote it when to whom, and what goes along. */

type Quoted = Pick<ContentFacts, 'from' | 'to' | 'cc' | 'subject' | 'text' | 'sentAt'>

/** `locale` of whoever made the rule: recipients have none that we know. */
export function forwardedText({ from, to, cc, subject, text, sentAt }: Quoted, note: string, locale: string): string {
  const words = locale.startsWith('de') ? GERMAN : ENGLISH
  const lines = [
    `${words.from}: ${from === null ? '' : shown(from)}`,
    ...(sentAt === null ? [] : [`${words.date}: ${sentAt.replace('T', ' ').replace(/:\d\d(?:\.\d+)?Z$/, ' UTC')}`]),
    `${words.subject}: ${subject}`,
    ...(to.length === 0 ? [] : [`${words.to}: ${to.map(shown).join(', ')}`]),
    ...(cc.length === 0 ? [] : [`${words.cc}: ${cc.map(shown).join(', ')}`]),
  ]
  const quoted = [`---------- ${words.head} ----------`, ...lines.map((line) => line.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')), '', text ?? ''].join('\n')
  return note === '' ? quoted : `${note}\n\n${quoted}`
}

/** The whole mail as one attachment (RFC 2046 5.2.1). */
export function carriedMessage(raw: Buffer, subject: string): Carried {
  return { name: `${cleanAttachmentName(subject.slice(0, 80) || 'message')}.eml`, type: 'message/rfc822', content: raw }
}

/** Its attachments, decoded, without the pictures that its HTML shows. Only for mails that were read within the caps before: this has no deadline of its own. */
export function carriedAttachments(raw: Buffer): Promise<readonly Carried[]> {
  return new Promise((resolve, reject) => {
    const parser = new MailParser(OPTIONS)
    const found: Carried[] = []
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type !== 'attachment') return
      const chunks: Buffer[] = []
      data.content.on('data', (chunk: Buffer) => void chunks.push(chunk))
      data.content.on('end', () => {
        if (!data.related) found.push({ name: cleanAttachmentName(data.filename ?? ''), type: data.contentType, content: Buffer.concat(chunks) })
        data.release()
      })
    })
    parser.on('error', reject)
    parser.on('end', () => resolve(found))
    parser.end(raw)
  })
}

const OPTIONS = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true, ignoreEmbedded: true, keepDeliveryStatus: false }

const ENGLISH = { head: 'Forwarded message', from: 'From', date: 'Date', subject: 'Subject', to: 'To', cc: 'Cc' }
const GERMAN = { head: 'Weitergeleitete Nachricht', from: 'Von', date: 'Datum', subject: 'Betreff', to: 'An', cc: 'Kopie' }

function shown({ name, address }: Address): string {
  return name === '' ? address : `${name} <${address}>`
}
