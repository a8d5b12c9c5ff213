import { describe, expect, test } from 'vitest'
import { fold } from '../../rules/fold'

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const

/** Every character that has a capital, a small form or another way to be written; Hangul, which has only the last and eleven thousand of it, by its jamo alone. */
const CHARACTERS = Array.from({ length: 0x2_0000 }, (_, code) => code)
  .filter((code) => (code < 0xd800 || code > 0xdfff) && (code < 0xac00 || code > 0xd7a3))
  .map((code) => String.fromCodePoint(code))
  .filter((letter) => letter.toLowerCase() !== letter || letter.toUpperCase() !== letter || letter.normalize('NFKD') !== letter)

describe('over all of Unicode', () => {
  test('a letter, its capital and its small form are one', () => {
    expect(CHARACTERS.length).toBeGreaterThan(7_000)
    expect(CHARACTERS.filter((letter) => fold(letter) !== fold(letter.toUpperCase()) || fold(letter) !== fold(letter.toLowerCase()))).toEqual([])
  })
  test('what is written differently and means the same is one', () => {
    expect(CHARACTERS.filter((letter) => FORMS.some((form) => fold(letter.normalize(form)) !== fold(letter)))).toEqual([])
  })
  test('folding twice is folding once, whatever stands around', () => {
    expect(CHARACTERS.flatMap((letter) => [letter, `İ${letter}\u0301`]).filter((text) => fold(fold(text)) !== fold(text))).toEqual([])
  })
})

describe('signs that show nothing', () => {
  test.each([
    ['a soft hyphen', 'In\u00advoice'],
    ['a zero-width space', 'In\u200bvoice'],
    ['a joiner and a non-joiner', 'In\u200dvo\u200cice'],
    ['a mark of direction', '\u200fInvoice'],
    ['an isolate', '\u2068Invoice\u2069'],
    ['a byte order mark', '\ufeffInvoice'],
  ])('do not count: %s', (_, text) => {
    expect(fold(text)).toBe('invoice')
  })
  test('neither do they where a picture is chosen over a letter', () => {
    expect(fold('❤\ufe0f')).toBe(fold('❤'))
  })
  test('what stands between words does', () => {
    expect(fold('a\u00a0b')).toBe('a b')
    expect(fold('a\u2028b')).not.toBe('ab')
  })
})
