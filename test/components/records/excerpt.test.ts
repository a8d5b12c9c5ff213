import { describe, expect, test } from 'vitest'
import { excerptOf } from '../../../components/records/excerpt'
import { recordsAddress } from '../../../components/records/record-url'
import { daysOf } from '../../../components/records/timeline-days'

describe('the timeline of a record', () => {
  test('shows a mail’s own words without what it quotes at its end', () => {
    expect(excerptOf('Yes, please.\r\n\r\n\r\n\r\nMaeve\r\n\r\n> Shall we?\r\n> Robin\r\n')).toBe('Yes, please.\n\nMaeve')
  })

  test('keeps quotations that are answered one by one', () => {
    expect(excerptOf('> Friday?\nYes.\n> At noon?\nAt one.')).toBe('> Friday?\nYes.\n> At noon?\nAt one.')
  })

  test('shows a mail that is all quotation as it is', () => {
    expect(excerptOf('> Shall we?\n')).toBe('> Shall we?')
  })

  test('groups by day in the order things come', () => {
    const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour) })
    expect(daysOf([at(20, 9), at(20, 8), at(19, 23)]).map(({ entries }) => entries.length)).toEqual([2, 1])
  })

  test('has an address that keeps the list it came from', () => {
    expect(recordsAddress({ type: 'ticket', stage: ['new', 'open'], who: null, q: '' }, '/records/1')).toBe('/records/1?type=ticket&stage=new%2Copen')
    expect(recordsAddress({})).toBe('/records')
  })
})
