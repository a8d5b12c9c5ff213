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
