import MailComposer from 'nodemailer/lib/mail-composer'
import type { Language, Person } from './people'
import type { Random } from './random'
import { WORDING, type Topic } from './texts'

/** One letter of the demo company's post: who writes what, in which language, answering which. */
export interface Draft {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: { readonly name: string; readonly address: string }
  readonly subject: string
  readonly text: string
  readonly html: string | null
  readonly attachment: { readonly filename: string; readonly content: string } | null
  readonly messageId: string
  readonly references: readonly string[]
  readonly at: Date
  readonly headers: Readonly<Record<string, string>>
}

export interface Written {
  readonly subject: string
  readonly text: string
  /** The number the letter is about, such as `BWF-20418`. */
  readonly reference: string
}

const CITIES = ['Rotterdam', 'Hamburg', 'Valencia', 'Lyon', 'Breda', 'Setúbal', 'İzmir', 'Gdańsk', 'Leeds', 'Antwerp', 'Trieste', 'Malmö']

/** Fills a topic's wording for one person. */
export function write(random: Random, person: Person, topic: Topic): Written {
  const wording = WORDING[person.language]
  const { subject, lines } = wording.topics[topic]
  const reference = `BWF-${random.between(20_000, 29_999)}`
  const sum = new Intl.NumberFormat(person.language, { style: 'currency', currency: person.language === 'en' ? 'GBP' : person.language === 'tr' ? 'TRY' : person.language === 'pl' ? 'PLN' : 'EUR' }).format(random.between(180, 9_800))
  const values: Readonly<Record<string, string>> = { ref: reference, n: String(random.between(4, 60)), city: random.pick(CITIES), sum, day: String(random.between(1, 28)) }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  return { subject: fill(subject), text: [wording.hello, '', ...lines.map(fill), '', wording.bye, person.name, `${person.firm}, ${person.city}`].join('\n'), reference }
}

/** Our answer in the writer's language. */
export function answer(language: Language, reference: string): string {
  const { hello, bye, answer: lines } = WORDING[language]
  return [hello, '', ...lines.map((line) => line.replaceAll('{ref}', reference)), '', bye, 'Brindlewick Freight'].join('\n')
}

/** A designed page around the text, as many firms send it. */
export function designed(text: string, firm: string): string {
  const paragraphs = text.split('\n\n').map((block) => `<p style="margin:0 0 12px">${escapeHtml(block).replaceAll('\n', '<br>')}</p>`)
  return `<div style="font-family:Georgia,serif;color:#222;max-width:560px;border-top:4px solid #7a4b2a;padding:16px 0"><h2 style="font-size:18px;margin:0 0 12px">${escapeHtml(firm)}</h2>${paragraphs.join('')}<img src="https://images.example/pixel.gif" width="1" height="1" alt=""></div>`
}

/** The raw message, one character per byte. */
export async function rawOf(draft: Draft): Promise<string> {
  const composer = new MailComposer({
    from: draft.from,
    to: draft.to,
    subject: draft.subject,
    text: draft.text,
    ...(draft.html === null ? {} : { html: draft.html }),
    ...(draft.attachment === null ? {} : { attachments: [{ filename: draft.attachment.filename, content: draft.attachment.content, contentType: 'application/pdf' }] }),
    messageId: draft.messageId,
    ...(draft.references.length === 0 ? {} : { inReplyTo: draft.references.at(-1), references: [...draft.references] }),
    date: draft.at,
    headers: draft.headers,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return (await composer.compile().build()).toString('latin1')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
