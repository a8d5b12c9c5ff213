import { describe, expect, test } from 'vitest'
import { readHeader } from '../../../mail/header'
import { bodyHashOf, identityOf } from '../../../mail/identity'
import { messageIdOf, messageIdsIn, threadReferences } from '../../../mail/thread'

const identity = (text: string) => identityOf(readHeader(Buffer.from(text, 'latin1')).fields).toString('hex')
const mail = 'From: a@b\r\nSubject: x\r\n y\r\nMessage-ID: <1@b>\r\n\r\n'

describe('a message is the same message', () => {
  test.each([
    ['with new trace fields', `Return-Path: <a@b>\r\nReceived: from x\r\n by y\r\nDelivered-To: c@d\r\nX-Original-To: c@d\r\n${mail}`],
    ['with new verdicts', `Authentication-Results: x; spf=pass\r\nReceived-SPF: pass\r\nARC-Seal: i=1\r\nX-Spam-Score: 1\r\nDKIM-Signature: v=1\r\n${mail}`],
    ['with LF line ends', mail.replaceAll('\r\n', '\n')],
    ['when only its header was fetched', mail.slice(0, -2)],
  ])('%s', (_what, copy) => expect(identity(copy)).toBe(identity(mail)))
})

describe('a message is another message', () => {
  test.each([
    ['with another subject', mail.replace('x\r\n y', 'z')],
    ['with another Message-ID', mail.replace('<1@b>', '<2@b>')],
    ['with the same Message-ID and another sender', mail.replace('a@b', 'c@b')],
    ['with one more field', `X-Other: 1\r\n${mail}`],
  ])('%s', (_what, copy) => expect(identity(copy)).not.toBe(identity(mail)))
})

test('a body is the same with CRLF and LF, and another with other words', () => {
  const hash = (text: string) => bodyHashOf(Buffer.from(text), 0).toString('hex')
  expect(hash('a\r\nb\r\n')).toBe(hash('a\nb\n'))
  expect(hash('a\nb\n')).not.toBe(hash('a\nc\n'))
})

describe('a thread is found by ids (RFC 5322 3.6.4)', () => {
  test.each([
    ['one', '<a@b>', ['<a@b>']],
    ['several on folded lines', '<a@b>\r\n <c@d>\t<e@f>', ['<a@b>', '<c@d>', '<e@f>']],
    ['without spaces between', '<a@b><c@d>', ['<a@b>', '<c@d>']],
    ['with words of old mailers around', 'Your message of "Mon" <a@b>', ['<a@b>']],
    ['twice the same', '<a@b> <a@b>', ['<a@b>']],
    ['nothing usable', 'a@b', []],
    ['an id that is too long to be one', `<${'x'.repeat(600)}@b>`, []],
  ])('ids in a field: %s', (_what, value, ids) => expect(messageIdsIn(value)).toEqual(ids))

  test('of ten thousand references the root and the newest are kept', () => {
    const all = Array.from({ length: 10_000 }, (_, index) => `<${index}@x>`)
    const kept = messageIdsIn(all.join(' '))
    expect(kept).toHaveLength(100)
    expect(kept[0]).toBe('<0@x>')
    expect(kept.at(-1)).toBe('<9999@x>')
  })

  test('a Message-ID without brackets gets them, nonsense is none', () => {
    expect(messageIdOf('1@b')).toBe('<1@b>')
    expect(messageIdOf(' <1@b> ')).toBe('<1@b>')
    expect(messageIdOf('two words')).toBeNull()
    expect(messageIdOf('')).toBeNull()
    expect(messageIdOf(null)).toBeNull()
  })

  test('own, answered and referenced ids come once and sorted', () => {
    const { own, ids } = threadReferences({ messageId: '<3@x>', inReplyTo: ['<2@x>'], references: ['<1@x>', '<2@x>'] }, Buffer.alloc(32))
    expect(own).toBe('<3@x>')
    expect(ids).toEqual(['<1@x>', '<2@x>', '<3@x>'])
  })

  test('a message without an id gets one from its identity, the same each time', () => {
    const none = { messageId: null, inReplyTo: [], references: [] }
    const first = threadReferences(none, Buffer.alloc(32, 1)).own
    expect(first).toMatch(/^<[0-9a-f]{64}@no-message-id\.invalid>$/)
    expect(threadReferences(none, Buffer.alloc(32, 1)).own).toBe(first)
    expect(threadReferences(none, Buffer.alloc(32, 2)).own).not.toBe(first)
  })
})
