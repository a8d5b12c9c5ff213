import { describe, expect, test } from 'vitest'
import { addBusiness, CalendarHours, CalendarError, isOpen, nextChange, nextWorkingTime, OFFICE_HOURS, TimeZone } from '../../rules/calendar'
import type { Calendar } from '../../rules/calendar'
import { instantOf, wallTimeAt } from '../../rules/wall-clock'

/** Zones that differ in everything: an hour of summer time, none at all with half an hour of offset, and a summer time of half an hour. */
const ZONES = ['Europe/Amsterdam', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC']

const office = (timeZone: string, more: Partial<CalendarHours> = {}): Calendar => ({ ...OFFICE_HOURS, ...more, name: 'Office', timeZone })
const at = (iso: string) => Date.parse(iso)
const iso = (instant: number) => new Date(instant).toISOString()
const wall = (text: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/[-T:]/).map(Number)
  return { year, month, day, hour, minute, second: 0 }
}
const amsterdam = office('Europe/Amsterdam')
const always: CalendarHours = CalendarHours.parse({ week: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, [{ from: '00:00', to: '24:00' }]])) })

/** The same numbers every time: a test that fails can be run again. */
/** Seconds of opening between two instants, told from where the calendar changes. */
function workedBetween(calendar: Parameters<typeof isOpen>[0], from: number, to: number): number {
  let worked = 0
  for (let now = from; now < to; ) {
    const next = Math.min(nextChange(calendar, now) ?? to, to)
    if (isOpen(calendar, now)) worked += next - now
    now = next
  }
  return worked / 1_000
}

function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return Math.floor((state / 4_294_967_296) * below)
  }
}

describe('clocks on the wall', () => {
  test.each([
    ['Europe/Amsterdam', '2026-03-29T02:30', '2026-03-29T01:00:00.000Z', 'spring forward skips 02:00 to 03:00'],
    ['Europe/Amsterdam', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z', 'fall back shows 02:00 to 03:00 twice'],
    ['America/New_York', '2026-03-08T02:15', '2026-03-08T07:00:00.000Z', 'spring forward'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30:00.000Z', 'fall back'],
    ['Australia/Lord_Howe', '2026-10-04T02:10', '2026-10-03T15:30:00.000Z', 'half an hour forward'],
    ['Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45:00.000Z', 'half an hour back'],
    ['Asia/Kolkata', '2026-03-29T02:30', '2026-03-28T21:00:00.000Z', 'no summer time'],
    ['Pacific/Apia', '2011-12-30T12:00', '2011-12-30T10:00:00.000Z', 'a whole day left out'],
  ])('in %s %s is %s (%s)', (zone, shown, instant) => {
    expect(iso(instantOf(wall(shown), zone))).toBe(instant)
  })

  test.each(ZONES)('in %s every instant of two years reads back as itself, or as the first that shows the same', (zone) => {
    const next = numbers(17)
    for (let round = 0; round < 1_500; round += 1) {
      const instant = at('2025-12-01T00:00:00Z') + next(730 * 1_440) * 60_000
      const again = instantOf(wallTimeAt(instant, zone), zone)
      expect(wallTimeAt(again, zone)).toEqual(wallTimeAt(instant, zone))
      expect(again).toBeLessThanOrEqual(instant)
    }
  })
})

describe('business hours', () => {
  test.each([
    ['within a day', '2026-05-04T09:00:00+02:00', 2, '2026-05-04T11:00:00+02:00'],
    ['over night', '2026-05-04T16:30:00+02:00', 1, '2026-05-05T09:30:00+02:00'],
    ['over the weekend', '2026-05-08T16:00:00+02:00', 4, '2026-05-11T12:00:00+02:00'],
    ['from a Sunday', '2026-05-10T12:00:00+02:00', 8, '2026-05-11T17:00:00+02:00'],
    ['over the start of summer time', '2026-03-27T16:00:00+01:00', 2, '2026-03-30T10:00:00+02:00'],
    ['over its end', '2026-10-23T16:00:00+02:00', 2, '2026-10-26T10:00:00+01:00'],
  ])('%s: from %s %i hours end at %s', (_, from, hours, to) => {
    expect(iso(addBusiness(amsterdam, at(from), hours * 3_600))).toBe(iso(at(to)))
  })

  // The clocks of Lord Howe go from +10:30 to +11 on Sunday the 4th of October 2026; in São Paulo the 4th of November 2018 began at one, after a holiday on Friday.
  test.each([
    ['half an hour of summer time', 'Australia/Lord_Howe', '2026-10-02T16:00+10:30', 2, '2026-10-05T10:00+11:00'],
    ['a zone of quarters of an hour', 'Asia/Kathmandu', '2026-05-04T16:30+05:45', 1, '2026-05-05T09:30+05:45'],
    ['a holiday and a Sunday without a midnight', 'America/Sao_Paulo', '2018-11-01T16:00-03:00', 2, '2018-11-05T10:00-02:00'],
  ])('over %s: in %s from %s %i hours end at %s', (_, zone, from, hours, to) => {
    const calendar = office(zone, CalendarHours.parse({ week: OFFICE_HOURS.week, holidays: [{ date: '2000-11-02', yearly: true }] }))
    expect(iso(addBusiness(calendar, at(from), hours * 3_600))).toBe(iso(at(to)))
  })
  test('a day whose midnight does not exist holds the hours that are left of it', () => {
    const sundays = { ...office('America/Sao_Paulo'), ...CalendarHours.parse({ week: { sunday: [{ from: '00:00', to: '24:00' }] } }) }
    expect(workedBetween(sundays, at('2018-11-03T12:00:00Z'), at('2018-11-05T12:00:00Z'))).toBe(23 * 3_600)
    expect([isOpen(sundays, at('2018-11-04T02:59:59Z')), isOpen(sundays, at('2018-11-04T03:00:00Z'))]).toEqual([false, true])
  })

  test('holidays are closed, once or every year', () => {
    const calendar = office('Europe/Amsterdam', CalendarHours.parse({ week: OFFICE_HOURS.week, holidays: [{ date: '2020-12-25', yearly: true }, { date: '2026-12-28', yearly: false }] }))
    expect(iso(addBusiness(calendar, at('2026-12-24T16:00:00+01:00'), 7_200))).toBe(iso(at('2026-12-29T10:00:00+01:00')))
    expect(isOpen(calendar, at('2027-12-28T10:00:00+01:00'))).toBe(true)
    expect(isOpen(calendar, at('2028-12-25T10:00:00+01:00'))).toBe(false)
  })

  test('a lunch break does not count, and closing time is closed', () => {
    const calendar = office('Asia/Kolkata', CalendarHours.parse({ week: { monday: [{ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' }] } }))
    expect(iso(addBusiness(calendar, at('2026-05-04T11:00:00+05:30'), 7_200))).toBe(iso(at('2026-05-04T14:00:00+05:30')))
    expect(isOpen(calendar, at('2026-05-04T12:00:00+05:30'))).toBe(false)
    expect(isOpen(calendar, at('2026-05-04T13:00:00+05:30'))).toBe(true)
    expect(nextChange(calendar, at('2026-05-04T12:30:00+05:30'))).toBe(at('2026-05-04T13:00:00+05:30'))
    expect(nextChange(calendar, at('2026-05-04T17:30:00+05:30'))).toBe(at('2026-05-11T09:00:00+05:30'))
  })

  test('a night that daylight saving shortens or lengthens holds the hours that pass', () => {
    const spring = { ...office('Europe/Amsterdam'), ...CalendarHours.parse({ week: { sunday: [{ from: '00:00', to: '06:00' }] } }) }
    expect(workedBetween(spring, at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe(5 * 3_600)
    expect(workedBetween(spring, at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(7 * 3_600)
    const skipped = { ...spring, ...CalendarHours.parse({ week: { sunday: [{ from: '02:00', to: '03:00' }] } }) }
    expect(workedBetween(skipped, at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe(0)
  })

  test.each(ZONES)('in %s so many working seconds lie between an instant and the one they lead to, whatever the clocks do in between', (zone) => {
    const calendar = office(zone, CalendarHours.parse({ week: { ...OFFICE_HOURS.week, sunday: [{ from: '00:30', to: '05:00' }], saturday: [{ from: '20:00', to: '24:00' }] }, holidays: [{ date: '2026-04-06' }] }))
    const next = numbers(5)
    for (let round = 0; round < 120; round += 1) {
      const from = at('2026-01-01T00:00:00Z') + next(365 * 86_400) * 1_000
      const seconds = 1 + next(20 * 3_600)
      const to = addBusiness(calendar, from, seconds)
      expect(to).toBeGreaterThan(from)
      expect(workedBetween(calendar, from, to)).toBe(seconds)
      // The last second of it was open.
      expect(isOpen(calendar, to - 1)).toBe(true)
      const parted = 1 + next(seconds)
      expect(parted === seconds ? to : addBusiness(calendar, addBusiness(calendar, from, parted), seconds - parted)).toBe(to)
    }
  })

  test('who is always open counts every second', () => {
    const calendar = office('America/New_York', always)
    expect(addBusiness(calendar, at('2026-03-07T12:00:00Z'), 3 * 86_400)).toBe(at('2026-03-10T12:00:00Z'))
    expect(nextChange(calendar, at('2026-03-07T12:00:00Z'))).toBeNull()
  })

  test('the next working day’s nine o’clock skips weekends and holidays, and today’s counts while it is ahead', () => {
    const calendar = office('America/New_York', { holidays: [{ date: '2026-05-25', yearly: false, name: 'Memorial Day' }] })
    expect(iso(nextWorkingTime(calendar, at('2026-05-22T13:30:00Z'), '09:00'))).toBe('2026-05-26T13:00:00.000Z')
    expect(iso(nextWorkingTime(calendar, at('2026-05-21T12:59:00Z'), '09:00'))).toBe('2026-05-21T13:00:00.000Z')
  })

  test('a calendar that is closed for good ends in an error and not in an endless loop', () => {
    const calendar = office('UTC', CalendarHours.parse({ week: { monday: [{ from: '09:00', to: '10:00' }] } }))
    const closed = { ...calendar, holidays: Array.from({ length: 12 * 31 }, (_, index) => ({ date: new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10), yearly: true, name: '' })) }
    expect(() => addBusiness(closed, at('2026-01-01T00:00:00Z'), 60)).toThrow(CalendarError)
  })
})

test.each([
  ['no opening at all', { week: {} }, 'calendarNeverOpen'],
  ['an opening that ends before it begins', { week: { monday: [{ from: '17:00', to: '09:00' }] } }, 'calendarOrder'],
  ['two that overlap', { week: { monday: [{ from: '09:00', to: '13:00' }, { from: '12:00', to: '17:00' }] } }, 'calendarOrder'],
  ['a time that no clock shows', { week: { monday: [{ from: '9', to: '25:00' }] } }, 'calendarTime'],
])('a calendar with %s is refused', (_, hours, code) => {
  expect(CalendarHours.safeParse(hours).error?.issues.map(({ message }) => message)).toContain(code)
})

test('a zone must exist', () => {
  expect(TimeZone.safeParse('Europe/Atlantis').success).toBe(false)
  expect(ZONES.every((zone) => TimeZone.safeParse(zone).success)).toBe(true)
})
