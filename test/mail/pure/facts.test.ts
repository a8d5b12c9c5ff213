import { describe, expect, test } from 'vitest'
import { cleanAttachmentName } from '../../../mail/attachment-name'
import { headersOnly } from '../../../mail/facts'
import { attachmentsOf } from '../../../mail/structure'

const facts = (text: string) => headersOnly(Buffer.from(text, 'utf8'), 1234, []).content

test('facts are read from the header alone where the body is not known', () => {
  const found = facts('From: =?utf-8?q?J=C3=B6rg?= <jorg@Example.COM>\r\nTo: "Doe, Ann" <ann@example.com>, bob@example.com\r\nCc: Team: c@example.com, d@example.com;\r\nReply-To: r@example.com\r\nSubject: Hi\r\nDate: Tue, 3 Mar 2026 10:00:00 +0100 (CET)\r\nMessage-ID: <1@x>\r\nIn-Reply-To: <0@x>\r\nReferences: <r@x> <0@x>\r\nX-Order: 7\r\nX-Order: 8\r\n\r\n')
  expect(found.from).toEqual({ name: 'Jörg', address: 'jorg@example.com' })
  expect(found.to).toEqual([
    { name: 'Doe, Ann', address: 'ann@example.com' },
    { name: '', address: 'bob@example.com' },
  ])
  expect(found.cc.map(({ address }) => address)).toEqual(['c@example.com', 'd@example.com'])
  expect(found).toMatchObject({ subject: 'Hi', text: null, size: 1234, messageId: '<1@x>', inReplyTo: ['<0@x>'], references: ['<r@x>', '<0@x>'], envelopeFrom: null, mailClass: null, sentAt: '2026-03-03T09:00:00.000Z' })
  expect(found.headers['x-order']).toEqual(['7', '8'])
})

describe('facts of damaged headers', () => {
  test('a missing sender is null, not an empty address', () => expect(facts('Subject: x\r\n\r\n').from).toBeNull())
  test('an unreadable date is null', () => expect(facts('Date: yesterday at tea\r\n\r\n').sentAt).toBeNull())
  test('undisclosed recipients are nobody', () => expect(facts('To: undisclosed-recipients:;\r\n\r\n').to).toEqual([]))
  test('an address inside an encoded name is only a name', () => {
    const { from } = facts('From: =?utf-8?q?=3Cceo@example.com=3E?= <eve@evil.example>\r\n\r\n')
    expect(from).toEqual({ name: '<ceo@example.com>', address: 'eve@evil.example' })
  })
  test('a header named like a part of every object is a header', () => {
    const { headers } = facts('__proto__: polluted\r\nconstructor: x\r\n\r\n')
    expect(headers['__proto__']).toEqual(['polluted'])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(headers['toString']).toBeUndefined()
  })
  test('five thousand recipients are all there', () => {
    const list = Array.from({ length: 5000 }, (_, index) => `p${index}@example.com`).join(',\r\n ')
    expect(facts(`To: ${list}\r\n\r\n`).to).toHaveLength(5000)
  })
})

describe('the sender', () => {
  test.each([
    ['the first of several authors', 'ann@example.com, bob@example.com', 'ann@example.com'],
    ['the first of a group', 'Team: ann@example.com, bob@example.com;', 'ann@example.com'],
    ['none where a group is empty', 'Team:;', null],
    ['the first field of two', 'ann@example.com\r\nFrom: eve@evil.example', 'ann@example.com'],
    ['the same in quotes that it does not need', '"ann.smith+x"@Example.com', 'ann.smith+x@example.com'],
    ['kept in quotes that it needs', '"ann@evil.example"@example.com', '"ann@evil.example"@example.com'],
    ['kept in quotes around a space', '"ann smith"@example.com', '"ann smith"@example.com'],
    ['at an internationalised domain in ASCII', 'ann@BÜCHER.example.', 'ann@xn--bcher-kva.example'],
    ['without the comment beside it', 'ann@example.com (Ann (at work))', 'ann@example.com'],
    ['nobody where the address itself is an encoded word (RFC 2047 5)', '=?utf-8?q?ann=40example.com?=', null],
    ['folded over lines', '"Smith,\r\n Ann"\r\n <ann@example.com>', 'ann@example.com'],
  ])('is %s', (_, from, address) => expect(facts(`From: ${from}\r\n\r\n`).from?.address ?? null).toBe(address))
})

/** In this zone what a clock without a zone shows would be eleven or ten and a half hours off. */
describe.each(['UTC', 'Australia/Lord_Howe'])('a date means the same on every machine: %s', (zone) => {
  const here = process.env['TZ']
  const restore = () => (here === undefined ? delete process.env['TZ'] : (process.env['TZ'] = here))
  test.each([
    ['Tue, 3 Mar 2026 10:00:00 +0100', '2026-03-03T09:00:00.000Z'],
    ['Tue, 3 Mar 2026 10:00:00', '2026-03-03T10:00:00.000Z'],
    ['3 Mar 2026 10:00 -0000', '2026-03-03T10:00:00.000Z'],
    ['Tue,  3 Mar 26 10:00:00 EST', '2026-03-03T15:00:00.000Z'],
    ['Tue, 3 Mar 2026 10:00:00 UT', '2026-03-03T10:00:00.000Z'],
    ['Tue, 3 Mar 2026 10:00:00 CEST', '2026-03-03T10:00:00.000Z'],
    ['Tue, 3 Mar 2026 10:00:00 A', '2026-03-03T10:00:00.000Z'],
    ['Tue, 3 Mar 2026 (in (deep) comments) 10:00:00 +0545 (NPT)', '2026-03-03T04:15:00.000Z'],
    ['2026-03-03T10:00:00+05:45', '2026-03-03T04:15:00.000Z'],
    ['Tue, 3 Mar 2026', null],
    ['Tue, 3 Mar 2026 25:00:00 +0000', null],
    ['10:00', null],
    ['3', null],
  ])('%s is %s', (date, instant) => {
    process.env['TZ'] = zone
    const { sentAt } = facts(`Date: ${date}\r\n\r\n`)
    restore()
    expect(sentAt).toBe(instant)
  })
})

describe('an attachment name is safe to show and to save', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\a.doc', 'a.doc'],
    ['evil\u202efdp.exe', 'evilfdp.exe'],
    ['a\0b\r\n.txt', 'ab.txt'],
    ['.htaccess', 'htaccess'],
    ['a<b>:"c|?*.txt', 'a_b___c___.txt'],
    ['Übersicht für März.xlsx', 'Übersicht für März.xlsx'],
    ['', 'attachment'],
    ['...', 'attachment'],
    [null, 'attachment'],
  ])('%j becomes %j', (name, clean) => expect(cleanAttachmentName(name)).toBe(clean))
  test('a very long one keeps its extension', () => {
    const clean = cleanAttachmentName(`${'x'.repeat(5000)}.pdf`)
    expect(clean).toHaveLength(200)
    expect(clean.endsWith('.pdf')).toBe(true)
  })
})

test('attachments are named by the structure before the body is read', () => {
  const found = attachmentsOf({
    type: 'multipart/mixed',
    childNodes: [
      { type: 'multipart/alternative', childNodes: [{ type: 'text/plain' }, { type: 'text/html' }] },
      { type: 'APPLICATION/PDF', disposition: 'attachment', dispositionParameters: { filename: '=?utf-8?q?=C3=BC.pdf?=' }, encoding: 'base64', size: 7800 },
      { type: 'text/plain', disposition: 'attachment', parameters: { name: 'notes.txt' }, size: 10 },
      { type: 'message/rfc822', size: 99, childNodes: [{ type: 'text/plain' }] },
    ],
  })
  expect(found).toEqual([
    { name: 'ü.pdf', type: 'application/pdf', size: 5700 },
    { name: 'notes.txt', type: 'text/plain', size: 10 },
    { name: 'message.eml', type: 'message/rfc822', size: 99 },
  ])
})

test.each([
  ['a name the library has decoded (RFC 2231)', '請求書 №7.pdf', '請求書 №7.pdf'],
  ['one of Latin letters only', 'über.pdf', 'über.pdf'],
  ['one that came as bytes', Buffer.from('請求書.pdf').toString('latin1'), '請求書.pdf'],
  ['one still encoded', '=?utf-8?B?6KuL5rGC5pu4LnBkZg==?=', '請求書.pdf'],
])('an attachment keeps its name: %s', (_, filename, name) => {
  expect(attachmentsOf({ type: 'application/pdf', disposition: 'attachment', dispositionParameters: { filename } })).toEqual([{ name, type: 'application/pdf', size: 0 }])
})
