import { describe, expect, test } from 'vitest'
import { formatsOf } from '../../../components/language/formats'
import { chooseLocale, chooseTag } from '../../../components/language/locales'

const now = new Date('2026-11-19T13:21:07Z')
const berlin = formatsOf('en-GB', 'Europe/Berlin')

describe('a time in a list', () => {
  test.each([
    ['today it is the time', '2026-11-19T08:12:00Z', '09:12'],
    ['yesterday it is the weekday', '2026-11-18T08:12:00Z', 'Wed'],
    ['six days ago it is the weekday still', '2026-11-13T08:12:00Z', 'Fri'],
    ['a week ago it is the date, so that two Thursdays are told apart', '2026-11-12T08:12:00Z', '12 Nov'],
    ['last year it is the date with its year', '2025-12-31T08:12:00Z', '31 Dec 2025'],
    ['later today it is the time too', '2026-11-19T17:21:00Z', '18:21'],
    ['days end at the reader’s midnight, not at Greenwich’s', '2026-11-18T23:30:00Z', '00:30'],
  ])('%s', (_, at, said) => {
    expect(berlin.short(new Date(at), now)).toBe(said)
  })

  test('is written as the reader’s region writes it', () => {
    expect(formatsOf('en-US', 'America/New_York').short(new Date('2026-11-19T08:12:00Z'), now)).toMatch(/^03:12\sAM$/)
    expect(formatsOf('de-DE', 'Europe/Berlin').full(now)).toContain('Do., 19. Nov. 2026')
  })
})

test('spans keep two units, and drop the one that is zero', () => {
  expect(berlin.duration(4)).toBe('4\u202fms')
  expect(berlin.duration(31_200)).toBe('31.2\u202fs')
  expect(berlin.duration(13_740_000)).toBe('3\u202fh 49\u202fm')
  expect(berlin.duration(7_200_000)).toBe('2\u202fh')
})

test('sizes and numbers follow the reader', () => {
  expect(berlin.bytes(184_320)).toBe('184 kB')
  expect(formatsOf('de-DE', 'UTC').number(1310)).toBe('1.310')
})

describe('the language', () => {
  test.each([
    ['a choice wins over the browser', 'de', 'en-US,en;q=0.9', 'de'],
    ['the heavier wish wins', undefined, 'fr;q=0.9, en;q=0.3, de-AT;q=0.8', 'de'],
    ['what nobody speaks here becomes English', undefined, 'fi, sv;q=0.5', 'en'],
    ['a broken header is no wish', 'xx"', ';;;q=1,,', 'en'],
  ] as const)('%s', (_, choice, accepted, locale) => {
    expect(chooseLocale(choice, accepted)).toBe(locale)
  })

  test('dates are written by the browser’s region of that language', () => {
    expect(chooseTag('en', 'de-DE,en-US;q=0.7')).toBe('en-US')
    expect(chooseTag('en', 'de-DE')).toBe('en-GB')
  })
})
