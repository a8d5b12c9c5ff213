import { expect, test } from 'vitest'
import { canOpen, isAlways, isWithin } from '../../rules/window'
import type { ActiveWindow } from '../../rules/window'

/** Semantics 17 and 18. The wall clock of a zone decides; 2026: Amsterdam and Berlin move to summer time on 29 March, back on 25 October. */

const CASES: readonly (readonly [what: string, window: ActiveWindow, instant: string, zone: string, open: boolean])[] = [
  ['no limit is always open', {}, '2026-07-01T12:00:00Z', 'UTC', true],
  ['the first day counts from its first minute there', { from: '2026-12-24' }, '2026-12-23T23:00:00Z', 'Europe/Berlin', true],
  ['the minute before does not', { from: '2026-12-24' }, '2026-12-23T22:59:59Z', 'Europe/Berlin', false],
  ['the last day counts to its end', { until: '2026-12-31' }, '2026-12-31T22:59:59Z', 'Europe/Berlin', true],
  ['and not beyond', { until: '2026-12-31' }, '2026-12-31T23:00:00Z', 'Europe/Berlin', false],
  ['the same instant is another day elsewhere', { until: '2026-12-31' }, '2026-12-31T23:00:00Z', 'America/New_York', true],
  ['a Saturday is no working day', { weekdays: [1, 2, 3, 4, 5] }, '2026-11-21T12:00:00Z', 'UTC', false],
  ['late on Friday here is Saturday there', { weekdays: [6] }, '2026-11-20T16:00:00Z', 'Asia/Tokyo', true],
  ['Sunday is the seventh day', { weekdays: [7] }, '2026-11-22T12:00:00Z', 'UTC', true],
  ['hours begin with their first minute', { hours: { from: '09:00', until: '17:00' } }, '2026-07-01T07:00:00Z', 'Europe/Berlin', true],
  ['hours end before their last', { hours: { from: '09:00', until: '17:00' } }, '2026-07-01T15:00:00Z', 'Europe/Berlin', false],
  ['in winter nine o’clock is another instant', { hours: { from: '09:00', until: '17:00' } }, '2026-12-01T07:00:00Z', 'Europe/Berlin', false],
  ['a night begins in the evening', { hours: { from: '22:00', until: '06:00' } }, '2026-11-21T22:30:00Z', 'UTC', true],
  ['and lasts into the morning', { hours: { from: '22:00', until: '06:00' } }, '2026-11-22T05:59:00Z', 'UTC', true],
  ['a morning belongs to the day it began on', { hours: { from: '22:00', until: '06:00' }, weekdays: [6] }, '2026-11-22T03:00:00Z', 'UTC', true],
  ['its own evening is another night', { hours: { from: '22:00', until: '06:00' }, weekdays: [6] }, '2026-11-22T23:00:00Z', 'UTC', false],
  ['the last night ends in the morning after', { hours: { from: '22:00', until: '06:00' }, until: '2026-11-21' }, '2026-11-22T03:00:00Z', 'UTC', true],
  ['an hour that does not exist is never', { hours: { from: '02:00', until: '03:00' } }, '2026-03-29T01:00:00Z', 'Europe/Berlin', false],
  ['an hour that comes twice counts the first time', { hours: { from: '02:00', until: '03:00' } }, '2026-10-25T00:30:00Z', 'Europe/Berlin', true],
  ['and the second', { hours: { from: '02:00', until: '03:00' } }, '2026-10-25T01:30:00Z', 'Europe/Berlin', true],
  ['all three must agree', { from: '2026-11-01', weekdays: [1], hours: { from: '08:00', until: '12:00' } }, '2026-11-23T11:00:00Z', 'UTC', true],
]

test.each(CASES)('%s [CON-03]', (_, window, instant, zone, open) => {
  expect(isWithin(window, instant, zone)).toBe(open)
})

test('a window whose end is before its beginning never opens', () => {
  expect([canOpen({ from: '2026-02-01', until: '2026-01-31' }), canOpen({ hours: { from: '09:00', until: '09:00' } }), canOpen({ from: '2026-02-01', until: '2026-02-01', hours: { from: '22:00', until: '06:00' } })]).toEqual([false, false, true])
})

test('a window that says nothing is none', () => {
  expect([isAlways({}), isAlways({ weekdays: [7, 6, 5, 4, 3, 2, 1] }), isAlways({ weekdays: [] }), isAlways({ weekdays: [1] }), isAlways({ until: '2026-01-01' })]).toEqual([true, true, true, false, false])
})
