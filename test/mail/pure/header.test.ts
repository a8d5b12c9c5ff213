import { describe, expect, test } from 'vitest'
import { bodyStartOf, firstValue, readHeader, valuesOf } from '../../../mail/header'
import { decodeHeader } from '../../../mail/header-words'

const read = (text: string) => readHeader(Buffer.from(text, 'latin1'))

test.each([
  ['CRLF', 'A: 1\r\n\r\nbody', 8],
  ['bare LF', 'A: 1\n\nbody', 6],
  ['no header at all', '\r\nbody', 2],
  ['no body', 'A: 1\r\n', 6],
  ['LF header before a CRLF body', 'A: 1\n\nx\r\n\r\ny', 6],
])('the body begins after the first empty line: %s', (_what, text, start) => expect(bodyStartOf(Buffer.from(text))).toBe(start))

test('folded fields are joined and lines that are no field are left out', () => {
  const { fields } = read('From x@y Mon Jan 1\r\nSubject: one\r\n two\r\n\tthree\r\nnonsense\r\nX-Empty:\r\nTO : a@b\r\n\r\n')
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['subject', 'one two\tthree'],
    ['x-empty', ''],
    ['to', 'a@b'],
  ])
})

test('of a field that may stand once the first is believed', () => {
  const { fields } = read('From: a@b\r\nReceived: 1\r\nFrom: c@d\r\nReceived: 2\r\n\r\n')
  expect(firstValue(fields, 'from')).toBe('a@b')
  expect(valuesOf(fields, 'received')).toEqual(['1', '2'])
})

describe('header text is decoded (RFC 2047, RFC 6532)', () => {
  const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
  test.each([
    ['plain text', 'Hello', 'Hello'],
    ['quoted-printable', '=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße'],
    ['underscores as spaces', '=?utf-8?q?a_b?=', 'a b'],
    ['base64', '=?UTF-8?B?SMOkbGxv?=', 'Hällo'],
    ['white space between words is dropped', '=?utf-8?q?a?=\t =?utf-8?q?b?=', 'ab'],
    ['white space beside text is kept', 'x =?utf-8?q?a?= y', 'x a y'],
    ['a character split over two words', '=?utf-8?B?w6Q=?= =?utf-8?Q?=C3?= =?utf-8?Q?=A4?=', 'ää'],
    ['Shift_JIS', '=?Shift_JIS?B?k/qWew==?=', '日本'],
    ['ISO-2022-JP', '=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=', '日本'],
    ['KOI8-R', '=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['GB18030', '=?gb18030?B?xOO6ww==?=', '你好'],
    ['a language after the charset (RFC 2231 5)', '=?utf-8*en?q?hi?=', 'hi'],
    ['raw UTF-8', bytes('Grüße'), 'Grüße'],
    ['raw Windows-1252', 'Gr\xfc\xdfe \x96 x', 'Grüße – x'],
    ['raw 8-bit inside a word', '=?iso-8859-1?Q?Gr\xfc\xdfe?=', 'Grüße'],
    ['an unknown charset that is UTF-8', '=?x-unknown?q?=C3=BC?=', 'ü'],
    ['a word inside other text', 'a=?utf-8?q?b?=c', 'abc'],
    ['something that only looks like a word', '=?utf-8?q?', '=?utf-8?q?'],
    ['an encoded line break cannot begin a header', '=?utf-8?q?a=0D=0ABcc:_eve@example.com?=', 'a Bcc: eve@example.com'],
    ['an encoded NUL', '=?utf-8?q?a=00b?=', 'a b'],
  ])('%s', (_what, value, text) => expect(decodeHeader(value)).toBe(text))
})
