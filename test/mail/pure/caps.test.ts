import { describe, expect, test } from 'vitest'
import { CAPS, measure } from '../../../mail/caps'
import { htmlDepth, textOfHtml } from '../../../mail/html-text'

const mail = (type: string, body: string, more = '') => Buffer.from(`From: a@b\r\n${more}Content-Type: ${type}\r\n\r\n${body}`, 'latin1')
const parts = (count: number, part: string) => mail('multipart/mixed; boundary=x', `${`--x\r\n${part}\r\n`.repeat(count)}--x--\r\n`)
const nested = (depth: number) => {
  const open = Array.from({ length: depth }, (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`).join('')
  return mail('multipart/mixed; boundary=b0', `${open}--b${depth}\r\n\r\nhi\r\n`)
}

describe('a message within its caps is measured', () => {
  test.each([
    ['no multipart', mail('text/plain', 'hi'), 1],
    ['two leaves', parts(2, 'Content-Type: text/plain\r\n\r\nhi'), 2],
    ['the most parts allowed', parts(CAPS.parts, '\r\nhi'), CAPS.parts],
    ['LF line ends', Buffer.from('Content-Type: multipart/mixed; boundary="x y"\n\n--x y\n\na\n--x y\n\nb\n--x y--\n'), 2],
    ['an alternative inside', mail('multipart/mixed; boundary=o', '--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\na\r\n--i\r\n\r\nb\r\n--i--\r\n--o\r\n\r\nc\r\n--o--\r\n'), 3],
    ['an inner part that never ends', mail('multipart/mixed; boundary=o', '--o\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\na\r\n--o\r\n\r\nc\r\n--o--\r\n'), 2],
    ['text that looks like a delimiter', mail('multipart/mixed; boundary=x', '--x\r\n\r\n-- \r\nsignature\r\n--xy\r\n--x--\r\n--x\r\nafter the end'), 1],
    ['an attached message, which is one part', mail('multipart/mixed; boundary=x', '--x\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: text/plain\r\n\r\nhi\r\n--x--\r\n'), 1],
    ['fifty levels', nested(CAPS.depth - 1), 1],
  ])('%s', (_what, raw, leaves) => expect(measure(raw)).toMatchObject({ within: true, leaves }))
})

describe('a message over a cap is named before any library sees it', () => {
  test.each([
    ['a thousand parts', parts(1000, '\r\nhi'), 'too many parts'],
    ['a million empty parts', mail('multipart/mixed; boundary=x', '--x\r\n'.repeat(1_000_000)), 'too many parts'],
    ['a thousand levels', nested(1000), 'nested too deep'],
    ['fifty thousand encoded words', mail('text/plain', '', `Subject: ${'=?utf-8?q?a?= '.repeat(30_000)}\r\n`), 'too many encoded words'],
    ['a part header without end', mail('multipart/mixed; boundary=x', `--x\r\nX: ${'y'.repeat(100_000)}\r\n\r\nhi`), 'header too large'],
    ['a header of a megabyte', mail('text/plain', '', `X: ${'y'.repeat(1_000_000)}\r\n`), 'header too large'],
    ['five thousand fields', mail('text/plain', '', 'X: y\r\n'.repeat(5000)), 'too many headers'],
  ])('%s', (_what, raw, reason) => expect(measure(raw)).toEqual({ within: false, reason }))
})

test('fifty megabytes of dashes are walked to the end', { timeout: 60_000 }, () => {
  expect(measure(mail('multipart/mixed; boundary=x', '--y\r\n'.repeat(4_000_000)))).toMatchObject({ within: true, leaves: 0 })
})

describe('text is made from HTML', () => {
  test.each([
    ['blocks end lines', '<p>One</p><p>Two<br>Three</p>', 'One\n\nTwo\nThree'],
    ['white space is one space', '<div>a\n   b\t c</div>', 'a b c'],
    ['scripts and styles are no text', '<style>p{}</style>a<script>b</script>c', 'ac'],
    ['the head is no text', '<head><title>x</title></head><body>y</body>', 'y'],
    ['comments are no text', 'a<!-- <p>b</p> -->c', 'ac'],
    ['entities are read', 'A &amp; B &lt;c&gt; &#8364; &#x20AC; &uuml; &nbsp;x', 'A & B <c> € € ü x'],
    ['an unknown entity stays', '&bogus; &', '&bogus; &'],
    ['cells are apart', '<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
    ['a tag that never ends', 'a<div class="x', 'a'],
    ['a script that never ends', 'a<script>b', 'a'],
    ['a lone bracket', '1 < 2', '1 < 2'],
  ])('%s', (_what, html, text) => expect(textOfHtml(html)).toBe(text))

  test.each([
    ['200,000 nested elements', '<div>'.repeat(200_000)],
    ['200,000 open brackets', '<'.repeat(200_000)],
    ['200,000 unfinished comments', '<!--'.repeat(200_000)],
    ['200,000 unfinished scripts', '<script>'.repeat(200_000)],
    ['200,000 entities', '&amp'.repeat(200_000)],
  ])('%s are read to the end', (_what, html) => {
    expect(textOfHtml(html)).toBeTypeOf('string')
    expect(htmlDepth(html)).toBeTypeOf('number')
  })
  test('paragraphs without an end are not nesting', () => expect(htmlDepth('<p>a'.repeat(5000))).toBe(0))
})
