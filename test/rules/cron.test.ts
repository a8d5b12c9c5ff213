import { describe, expect, test } from 'vitest'
import { isRun, movedRuns, nextRuns, parseCron } from '../../rules/cron'

const cron = (line: string) => {
  const read = parseCron(line)
  if (read === null) throw new Error(`cannot be read: ${line}`)
  return read
}
const runs = (line: string, zone: string, after: string, count = 3) => nextRuns(cron(line), zone, Date.parse(after), count).map((at) => new Date(at).toISOString())

describe('a line of cron', () => {
  test.each([
    ['0 9 * * 1-5', { minutes: [0], hours: [9], days: null, weekdays: [1, 2, 3, 4, 5] }],
    ['*/20 8-10 * * *', { minutes: [0, 20, 40], hours: [8, 9, 10], weekdays: null }],
    ['0 0 1,15 jan,jul *', { days: [1, 15], months: [1, 7] }],
    ['5 4 * * sun', { weekdays: [0] }],
    ['5 4 * * 5-7', { weekdays: [0, 5, 6] }],
    ['10/25 0 * * *', { minutes: [10, 35] }],
  ])('is read: %s', (line, expected) => expect(parseCron(line)).toMatchObject(expected))

  test.each(['', '* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 8', '5-1 * * * *', '*/0 * * * *', '*-5 * * * *', '@daily', '0 9 * * mon-', '0 9 * * * *'])('is refused: %j', (line) =>
    expect(parseCron(line)).toBeNull())
})

describe('its times', () => {
  test('are wall-clock times of the zone', () => {
    // Berlin is two hours ahead in May; the 9th and 10th are a weekend.
    expect(runs('0 9 * * 1-5', 'Europe/Berlin', '2026-05-08T06:00:00Z')).toEqual(['2026-05-08T07:00:00.000Z', '2026-05-11T07:00:00.000Z', '2026-05-12T07:00:00.000Z'])
  })
  test('come on either kind of day where both are named', () => {
    expect(runs('0 0 13 * 5', 'UTC', '2026-11-01T00:00:00Z', 4)).toEqual(['2026-11-06T00:00:00.000Z', '2026-11-13T00:00:00.000Z', '2026-11-20T00:00:00.000Z', '2026-11-27T00:00:00.000Z'])
  })
  test('of a leap day are found, those of no day are not', () => {
    expect(runs('0 0 29 2 *', 'UTC', '2026-03-01T00:00:00Z', 1)).toEqual(['2028-02-29T00:00:00.000Z'])
    expect(runs('0 0 30 2 *', 'UTC', '2026-01-01T00:00:00Z')).toEqual([])
  })
  test('that daylight saving skips come when the skipped hour is over', () => {
    // 29 March 2026, 02:00 to 03:00 does not exist in Berlin.
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'])
    expect(movedRuns(cron('30 2 * * *'), 'Europe/Berlin', Date.parse('2026-01-01T00:00:00Z'), Date.parse('2027-01-01T00:00:00Z')).map((at) => new Date(at).toISOString())).toEqual(['2026-03-29T01:00:00.000Z'])
    expect(movedRuns(cron('30 9 * * *'), 'Europe/Berlin', Date.parse('2026-01-01T00:00:00Z'), Date.parse('2027-01-01T00:00:00Z'))).toEqual([])
  })
  test('that daylight saving repeats come once, the first time', () => {
    // 25 October 2026, 02:30 comes at 00:30 and at 01:30 UTC.
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'])
    expect(isRun(cron('30 2 * * *'), 'Europe/Berlin', Date.parse('2026-10-25T01:30:00Z'))).toBe(false)
    expect(isRun(cron('30 2 * * *'), 'Europe/Berlin', Date.parse('2026-10-25T00:30:00Z'))).toBe(true)
  })
})
