import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createParser, type Parser } from '../../mail/parse'
import { parseEntry } from '../support/parse-entry'

let parser: Parser
beforeAll(async () => {
  parser = createParser({ threads: 2, entry: await parseEntry() })
})
afterAll(() => parser.close())

const folder = new URL('../messages/', import.meta.url)
const eml = (name: string) => readFileSync(new URL(`${name}.eml`, folder))
const parse = (raw: Buffer | string) => parser.parse(typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw)

interface Expected {
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly attachments?: readonly string[]
}

const corpus: Record<string, Expected> = {
  'plain-english': { from: 'Mary Ward', subject: 'Quote for 40 bikes', text: 'we need forty city bikes by May' },
  'german-latin1-qp': { from: 'Jürgen Groß', subject: 'Rückfrage zur Rechnung März', text: 'Schöne Grüße' },
  'german-windows1252': { from: 'Anna Huber', subject: 'Angebot 2026', text: '50 € – „ohne Gewähr“' },
  'french-utf8-alternative': { from: 'Zoé Lefèvre', subject: 'Demande de réservation', text: 'déjeuner à midi ?', html: '<b>déjeuner</b>' },
  'japanese-iso2022jp': { from: '山田太郎', subject: '見積もりのお願い', text: 'お世話になっております' },
  'japanese-shiftjis': { from: '', subject: '納期について', text: '納期はいつですか。' },
  'russian-koi8r': { from: 'Иван Петров', subject: 'Счёт на оплату', text: 'Добрый день!' },
  'chinese-gb18030': { from: 'Li', subject: '订单确认', text: '请确认订单，谢谢。' },
  'chinese-big5': { from: 'Chen', subject: '報價單', text: '請寄報價單。' },
  'korean-euckr': { from: 'Kim', subject: '배송 문의', text: '배송 일정을 알려 주세요.' },
  'hebrew-iso88598i': { from: 'Dana', subject: 'שאלה', text: 'שלום, יש לי שאלה.' },
  'arabic-utf8-raw-headers': { from: 'سارة', subject: 'استفسار عن الطلب', text: 'أين طلبي؟' },
  'html-only': { from: 'News', subject: 'Only HTML', text: 'Dear customer,\n\nyour order #114 has shipped.\nThank you & goodbye', html: '<b>#114</b>' },
  attachments: { from: 'Tom', subject: 'Invoice attached', text: 'Please find the invoice attached.', attachments: ['Rechnung März.pdf', 'list.csv'] },
  'inline-image': { from: 'Eva', subject: 'Picture inside', text: 'See:', html: 'cid:pic1@foto.example', attachments: ['pic.png'] },
  'forwarded-message': { from: 'Ole', subject: 'Fwd: broken gear', text: 'See below.', attachments: ['message.eml'] },
  'text-and-html-parts': { from: 'List', subject: 'Footer added', text: 'The rich part.\nThe plain footer with 1 < 2.', html: '<pre>The plain footer with 1 &lt; 2.' },
  flowed: { from: 'Pia', subject: 'Flowed text', text: 'This paragraph was wrapped by the sender and is one line.' },
  'out-of-office': { from: 'Ben', subject: 'Out of office', text: 'I am away until Monday.' },
  'delivery-report': { from: 'Mail Delivery System', subject: 'Undelivered Mail Returned to Sender', text: 'Status: 5.1.1', attachments: ['message.eml'] },
  'mailing-list': { from: 'Ida', subject: '[verein] Meeting', text: 'The meeting is on Friday.' },
  'no-message-id-bare': { from: '', subject: 'sensor report', text: 'temperature 21' },
  'broken-no-closing-boundary': { from: 'Uli', subject: 'Cut short', text: 'The second part, and then the connection' },
}

test('every mail of the corpus is expected here', () => expect(readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4)).filter((name) => !(name in corpus))).toEqual([]))

describe('mail in many languages and shapes is read', () => {
  test.each(Object.entries(corpus))('%s', async (name, expected) => {
    const message = await parser.parse(eml(name))
    expect(message).toMatchObject({ state: 'complete', quarantineReason: null })
    expect(message.content.from?.name).toBe(expected.from)
    expect(message.content.subject).toBe(expected.subject)
    expect(message.content.text).toContain(expected.text)
    expect(message.content.size).toBe(eml(name).length)
    if (expected.html === undefined) expect(message.html).toBeNull()
    else expect(message.html).toContain(expected.html)
    expect(message.attachments.map((attachment) => attachment.name)).toEqual(expected.attachments ?? [])
  })
})

test('an attachment is recorded with its hash, and a picture of the text as inline', async () => {
  const [pdf] = (await parser.parse(eml('attachments'))).attachments
  expect(pdf).toMatchObject({ type: 'application/pdf', size: 16, contentId: null, inline: false })
  expect(pdf?.sha256.toString('hex')).toMatch(/^[0-9a-f]{64}$/)
  expect((await parser.parse(eml('inline-image'))).attachments[0]).toMatchObject({ contentId: 'pic1@foto.example', inline: true, size: 15 })
})

test('who wrote it is told from the header', async () => {
  const classes = await Promise.all(['out-of-office', 'delivery-report', 'mailing-list', 'plain-english'].map(async (name) => (await parser.parse(eml(name))).content.mailClass))
  expect(classes).toEqual(['automatic', 'bounce', 'list', null])
})

const html = (body: string) => `From: a@b\r\nSubject: kept\r\nContent-Type: text/html\r\n\r\n${body}`
const many = (count: number, part: string) => `From: a@b\r\nSubject: kept\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${`--x\r\n${part}\r\n`.repeat(count)}--x--\r\n`
const nested = (depth: number) =>
  `From: a@b\r\nSubject: kept\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: depth }, (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`).join('')}--b${depth}\r\n\r\nthe leaf\r\n`
const attachment = (name: string) => `Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=${name}.pdf\r\n\r\nx`

/** Inputs that hung, crashed or silently shortened messages in mail libraries. Each ends at once: whole, or quarantined with its subject kept. */
describe('poison ends at once and is never silently shorter', () => {
  const whole: [string, string][] = [
    ['3,000 nested elements', html(`${'<div>'.repeat(3000)}the leaf`)],
    ['a megabyte of flat HTML', html(`${'<p>x</p>'.repeat(130_000)}the leaf`)],
    ['40 nested multiparts', nested(40)],
    ['NUL bytes', 'From: a@b\r\nSubject: kept\r\n\r\n\0the leaf\0'],
    ['an unknown charset', 'From: a@b\r\nSubject: kept\r\nContent-Type: text/plain; charset=x-made-up\r\n\r\nthe leaf'],
    ['an unknown transfer encoding', 'From: a@b\r\nSubject: kept\r\nContent-Transfer-Encoding: x-made-up\r\n\r\nthe leaf'],
    ['base64 that is none', `From: a@b\r\nSubject: kept\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--x\r\n\r\nthe leaf\r\n--x--\r\n`],
    ['a base64 line of 20 megabytes', `From: a@b\r\nSubject: kept\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nthe leaf\r\n--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${'A'.repeat(20_000_000)}\r\n--x--\r\n`],
    ['a lying Content-Length', 'From: a@b\r\nSubject: kept\r\nContent-Length: 3\r\n\r\nthe leaf'],
    ['a million spaces in a line', `From: a@b\r\nSubject: kept\r\n\r\n${' '.repeat(1_000_000)}the leaf`],
  ]
  test.each(whole)('%s: read whole', async (_what, raw) => {
    const message = await parse(raw)
    expect(message).toMatchObject({ state: 'complete', content: { subject: 'kept' } })
    expect(message.content.text).toContain('the leaf')
  })

  const quarantined: [string, string, string][] = [
    ['10,000 nested elements', html('<div>'.repeat(10_000)), 'html nested too deep'],
    ['200,000 nested elements', html('<div>'.repeat(200_000)), 'html nested too deep'],
    ['1,000 attachments', many(1000, attachment('a')), 'too many parts'],
    ['1,000 text parts', many(1000, 'Content-Type: text/plain\r\n\r\nx'), 'too many parts'],
    ['a million parts without a header', many(1_000_000, ''), 'too many parts'],
    ['1,000 nested multiparts', nested(1000), 'nested too deep'],
    ['10,000 nested multiparts', nested(10_000), 'nested too deep'],
    ['a subject of 50,000 encoded words', `From: a@b\r\nSubject: kept ${'=?utf-8?q?a?= '.repeat(50_000)}\r\n\r\nx`, 'header too large'],
    ['a subject of 20,000 encoded words', `From: a@b\r\nSubject: kept ${'=?utf-8?q?a?= '.repeat(20_000)}\r\n\r\nx`, 'too many encoded words'],
    ['100,000 To fields', `From: a@b\r\nSubject: kept\r\n${'To: a@b\r\n'.repeat(100_000)}\r\nx`, 'header too large'],
    ['a multipart without any part', 'From: a@b\r\nSubject: kept\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\ntext outside of every part', 'part lost'],
    ['65 megabytes', `From: a@b\r\nSubject: kept\r\n\r\n${'x'.repeat(65 * 1024 * 1024)}`, 'too large'],
  ]
  test.each(quarantined)('%s: quarantined', async (_what, raw, reason) => {
    const message = await parse(raw)
    expect(message).toMatchObject({ state: 'quarantined', quarantineReason: reason, html: null, attachments: [], content: { text: null, from: { address: 'a@b' } } })
    expect(message.content.subject).toMatch(/^kept/)
  })

  test('the most attachments that are allowed are all there', async () => {
    const message = await parse(many(500, attachment('a')))
    expect(message).toMatchObject({ state: 'complete' })
    expect(message.attachments).toHaveLength(500)
  })
  test('the most text parts that are allowed are all there', async () => {
    const message = await parse(many(500, 'Content-Type: text/plain\r\n\r\nword'))
    expect(message.content.text?.match(/word/g)).toHaveLength(500)
  })
  test('the most encoded words that are allowed are read in time', async () => {
    const message = await parse(`From: a@b\r\nSubject: ${'=?utf-8?q?a?= '.repeat(4900)}\r\n\r\nx`)
    expect(message).toMatchObject({ state: 'complete', content: { subject: 'a'.repeat(4900) } })
  })
})

describe('the reading threads', () => {
  test('a message that takes too long is quarantined and those behind it are read', async () => {
    const slow = createParser({ threads: 1, entry: new URL(`data:text/javascript,${encodeURIComponent(STUCK)}`), timeoutMs: 50 })
    const [first, second] = await Promise.all([slow.parse(Buffer.from('Subject: stuck\r\n\r\nx')), slow.parse(Buffer.from('Subject: also\r\n\r\nx'))])
    expect([first.quarantineReason, second.quarantineReason]).toEqual(['took too long', 'took too long'])
    expect(first.content.subject).toBe('stuck')
    await slow.close()
  })
  test('a message is not held guilty when the whole process stood still for longer than one may take', async () => {
    const halted = createParser({ threads: 1, entry: await parseEntry(), timeoutMs: 800 })
    await halted.parse(Buffer.from('Subject: before\r\n\r\nx'))
    await new Promise((resolve) => setImmediate(resolve))
    const reading = halted.parse(Buffer.from('Subject: innocent\r\n\r\nx'))
    // It is handed over by now; then nothing runs here, as in a process that was stopped.
    await new Promise((resolve) => process.nextTick(resolve))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200)
    expect(await reading).toMatchObject({ state: 'complete', content: { subject: 'innocent' } })
    await halted.close()
  })
  test('a thread that dies costs only the message it was reading', async () => {
    const dying = createParser({ threads: 1, entry: new URL(`data:text/javascript,${encodeURIComponent(DYING)}`) })
    const answers = await Promise.all(['good', 'bad', 'good'].map((body) => dying.parse(Buffer.from(`Subject: ${body}\r\n\r\n${body}`))))
    expect(answers.map(({ quarantineReason }) => quarantineReason)).toEqual([null, 'reader crashed', null])
    await dying.close()
  })
  test('a reader that cannot start is a failure to retry, not a verdict on the message', async () => {
    const missing = createParser({ threads: 1, entry: new URL('file:///nowhere/parse-child.mjs') })
    await expect(missing.parse(Buffer.from('x'))).rejects.toMatchObject({ code: 'parser unavailable', retry: 'yes' })
    await missing.close()
  })
  test('the caller keeps his bytes', async () => {
    const raw = eml('plain-english')
    const before = Buffer.from(raw)
    await parser.parse(raw)
    expect(raw.equals(before)).toBe(true)
  })
  test('a thousand small messages are read in order and quickly', async () => {
    const raws = Array.from({ length: 1000 }, (_, index) => Buffer.from(`Subject: ${index}\r\n\r\nbody ${index}`))
    const read = await Promise.all(raws.map((raw) => parser.parse(raw)))
    expect(read.map(({ content }) => content.subject)).toEqual(raws.map((_, index) => String(index)))
  })
})

const STUCK = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', () => { for (;;); })
parentPort.postMessage({ type: 'ready' })`

const DYING = `import { parentPort } from 'node:worker_threads'
parentPort.on('message', ({ bytes, items }) => {
  for (const { start, end } of items) {
    const text = Buffer.from(bytes, start, end - start).toString()
    if (text.endsWith('bad')) process.exit(1)
    parentPort.postMessage({ type: 'read', message: { quarantineReason: null, identity: Buffer.alloc(1), bodyHash: Buffer.alloc(1), attachments: [] } })
  }
})
parentPort.postMessage({ type: 'ready' })`
