import { answer, designed, rawOf, write, type Draft } from './letter'
import { PEOPLE, SUPPORT, type Person } from './people'
import { Random } from './random'
import { TOPICS, type Topic } from './texts'

/** One mail of the demo mailbox's past. */
export interface DemoMail {
  readonly mailbox: 'INBOX' | 'Sent' | 'Archive' | 'Junk'
  readonly at: Date
  readonly flags: readonly string[]
  /** One character per byte. */
  readonly raw: string
}

const DAY = 86_400_000
const DAYS = 30
const CONVERSATIONS = 752
const SEED = 20_418

/** About 1,300 mails over the 30 days before `now`, oldest first; the same every time but for their dates. */
export async function generateCorpus(now: Date): Promise<DemoMail[]> {
  const random = new Random(SEED)
  const drafts: { draft: Draft; mailbox: DemoMail['mailbox']; flags: readonly string[] }[] = []
  for (let index = 0; index < CONVERSATIONS; index += 1) drafts.push(...conversation(random, index, moment(random, now), now))
  for (let index = 0; index < 60; index += 1) drafts.push({ draft: newsletter(random, index, moment(random, now)), mailbox: index % 3 === 0 ? 'Junk' : 'INBOX', flags: ['\\Seen'] })
  for (let index = 0; index < 24; index += 1) drafts.push({ draft: outOfOffice(random, index, moment(random, now)), mailbox: 'INBOX', flags: ['\\Seen'] })
  drafts.sort((one, other) => one.draft.at.getTime() - other.draft.at.getTime())
  return Promise.all(drafts.map(async ({ draft, mailbox, flags }) => ({ mailbox, flags, at: draft.at, raw: await rawOf(draft) })))
}

/** A letter of a kind from somebody, as a draft; also what the live mail is made from. */
export function letter(random: Random, person: Person, topic: Topic, to: { name: string; address: string }, id: string, at: Date): Draft & { readonly reference: string } {
  const { subject, text, reference } = write(random, person, topic)
  return {
    from: { name: person.name, address: person.address },
    to,
    subject,
    text,
    html: random.chance(0.35) ? designed(text, person.firm) : null,
    attachment: topic === 'invoice' ? { filename: `${reference}.pdf`, content: pdf(reference) } : null,
    messageId: `<${id}@${person.address.split('@')[1] ?? 'example'}>`,
    references: [],
    at,
    headers: {},
    reference,
  }
}

function* conversation(random: Random, index: number, start: Date, now: Date): Generator<{ draft: Draft; mailbox: DemoMail['mailbox']; flags: readonly string[] }> {
  const person = random.pick(PEOPLE)
  const topic = random.pick(TOPICS)
  const first = letter(random, person, topic, SUPPORT, `demo-${index}-1`, start)
  const old = now.getTime() - start.getTime() > 2 * DAY
  const flags = [...(old || random.chance(0.6) ? ['\\Seen'] : []), ...(random.chance(0.04) ? ['\\Flagged'] : [])]
  yield { draft: first, mailbox: old && random.chance(0.08) ? 'Archive' : 'INBOX', flags }
  if (!random.chance(0.45)) return
  const answered = later(random, start, now)
  if (answered === null) return
  const ours: Draft = { ...first, from: SUPPORT, to: first.from, subject: `Re: ${first.subject}`, text: answer(person.language, first.reference), html: null, attachment: null, messageId: `<demo-${index}-2@brindlewick.example>`, references: [first.messageId], at: answered }
  yield { draft: ours, mailbox: 'Sent', flags: ['\\Seen'] }
  const back = random.chance(0.45) ? later(random, answered, now) : null
  if (back === null) return
  const thanks = write(random, person, 'thanks')
  yield { draft: { ...first, subject: ours.subject, text: thanks.text, html: null, attachment: null, messageId: `<demo-${index}-3@${person.address.split('@')[1] ?? 'example'}>`, references: [first.messageId, ours.messageId], at: back }, mailbox: 'INBOX', flags: ['\\Seen'] }
}

function newsletter(random: Random, index: number, at: Date): Draft {
  const text = `Port notices, edition ${index + 1}.\n\nBerths ${random.between(2, 9)} to ${random.between(10, 19)} close for dredging.\nRead more on our page.`
  return { from: { name: 'Harbour Notices', address: 'notices@harbour-notices.example' }, to: SUPPORT, subject: `Harbour notices ${index + 1}`, text, html: designed(text, 'Harbour Notices'), attachment: null, messageId: `<notice-${index}@harbour-notices.example>`, references: [], at, headers: { 'List-Id': '<notices.harbour-notices.example>', 'List-Unsubscribe': '<https://harbour-notices.example/leave>', Precedence: 'bulk' } }
}

function outOfOffice(random: Random, index: number, at: Date): Draft {
  const person = random.pick(PEOPLE)
  return { from: { name: person.name, address: person.address }, to: SUPPORT, subject: 'Automatic reply: away until Monday', text: `I am away until Monday.\n\n${person.name}`, html: null, attachment: null, messageId: `<away-${index}@${person.address.split('@')[1] ?? 'example'}>`, references: [], at, headers: { 'Auto-Submitted': 'auto-replied' } }
}

/** Some working minute of the last 30 days, always in the past. */
function moment(random: Random, now: Date): Date {
  const day = new Date(now.getTime() - random.between(0, DAYS - 1) * DAY)
  day.setUTCHours(random.between(6, 17), random.between(0, 59), random.between(0, 59), 0)
  return day.getTime() < now.getTime() ? day : new Date(day.getTime() - DAY)
}

function later(random: Random, after: Date, now: Date): Date | null {
  const at = new Date(after.getTime() + random.between(10, 600) * 60_000)
  return at.getTime() < now.getTime() ? at : null
}

/** The smallest document a reader opens, with the reference on its one page. */
function pdf(reference: string): string {
  return `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 120]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length ${40 + reference.length}>>stream\nBT /F 18 Tf 40 60 Td (Invoice ${reference}) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n`
}
