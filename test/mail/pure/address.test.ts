import { describe, expect, test } from 'vitest'
import { asciiDomain, domainOf, isOwn, parseAddress } from '../../../mail/address'

describe('an address is read strictly (RFC 5321 4.1.2)', () => {
  const good: [written: string, read: string][] = [
    ['ann@example.com', 'ann@example.com'],
    ['Ann@EXAMPLE.Com', 'Ann@example.com'],
    ['ann+tag@example.com', 'ann+tag@example.com'],
    ['a.b.c@sub.example.co.uk', 'a.b.c@sub.example.co.uk'],
    ['jörg@bücher.example', 'jörg@xn--bcher-kva.example'],
    ['info@例え.jp', 'info@xn--r8jz45g.jp'],
    ['ops@localhost', 'ops@localhost'],
    ['ann@example.com.', 'ann@example.com'],
    ["o'neill@example.ie", "o'neill@example.ie"],
  ]
  test.each(good)('%s is %s', (written, read) => expect(parseAddress(written)).toBe(read))

  const refused: [string, string][] = [
    ['nothing before the at', '@example.com'],
    ['nothing after the at', 'ann@'],
    ['no at', 'ann'],
    ['two ats', 'ann@evil.example@example.com'],
    ['a quoted local part, on which parsers disagree', '"ann@evil.example"@example.com'],
    ['a display name', 'Ann <ann@example.com>'],
    ['a list', 'ann@example.com, bob@example.com'],
    ['a line break', 'ann@example.com\r\nBcc: eve@example.com'],
    ['a NUL', 'ann\0@example.com'],
    ['a space', 'an n@example.com'],
    ['an invisible character', 'ann\u200b@example.com'],
    ['a bidi override', 'ann\u202e@example.com'],
    ['two dots in a row', 'a..b@example.com'],
    ['a dot at the end of the local part', 'ann.@example.com'],
    ['an address literal', 'ann@[192.0.2.1]'],
    ['a bare IPv4 address', 'ann@192.0.2.1'],
    ['a percent-encoded domain', 'ann@ex%61mple.com'],
    ['an empty label', 'ann@example..com'],
    ['a label that ends with a hyphen', 'ann@example-.com'],
    ['a local part over 64 characters', `${'a'.repeat(65)}@example.com`],
    ['an address over 254 characters', `ann@${'a.'.repeat(130)}com`],
    ['a source route', '@relay.example:ann@example.com'],
  ]
  test.each(refused)('refuses %s', (_why, written) => expect(parseAddress(written)).toBeNull())
})

test('a domain is compared in lower-case ASCII', () => {
  expect(asciiDomain('BÜCHER.example')).toBe('xn--bcher-kva.example')
  expect(asciiDomain('')).toBeNull()
  expect(asciiDomain('0x7f.1')).toBeNull()
  expect(domainOf('Ann@EXAMPLE.com')).toBe('example.com')
  expect(domainOf('nobody')).toBe('')
})

test('an own address is recognised whatever its case', () => {
  expect(isOwn('Sales@Example.com', ['sales@example.com'])).toBe(true)
  expect(isOwn('sales@example.org', ['sales@example.com'])).toBe(false)
})
