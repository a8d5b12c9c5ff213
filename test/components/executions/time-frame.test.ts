import { describe, expect, it } from 'vitest'
import { barAt, startOfBar, ticks, timeFrame, RANGES } from '../../../components/executions/time-frame'

const now = new Date('2026-11-19T13:32:04Z')
/** An hour ahead of UTC in November. */
const ZONE = 'Europe/Berlin'

describe('the bars over the list of runs', () => {
  it('end with the bar that holds the present and begin on the reader’s own hours', () => {
    const frame = timeFrame('3d', now, ZONE)
    expect(frame.until).toEqual(new Date('2026-11-19T15:00+01:00'))
    expect(frame.from).toEqual(new Date('2026-11-16T15:00+01:00'))
    expect(frame.bars).toBe(72)
  })

  it('stand still until the next bar begins', () => {
    expect(timeFrame('24h', now, ZONE)).toEqual(timeFrame('24h', new Date('2026-11-19T14:59+01:00'), ZONE))
    expect(timeFrame('24h', now, ZONE)).not.toEqual(timeFrame('24h', new Date('2026-11-19T15:00+01:00'), ZONE))
  })

  it('are never more than the API draws', () => {
    for (const range of RANGES) expect(timeFrame(range, now, ZONE).bars).toBeLessThanOrEqual(500)
  })

  it('know which bar a time of the address means', () => {
    const frame = timeFrame('7d', now, ZONE)
    expect(barAt(frame, startOfBar(frame, 17))).toBe(17)
    expect(barAt(frame, new Date(0))).toBe(0)
    expect(barAt(frame, new Date(2030, 0))).toBe(frame.bars)
  })

  it('carry a day at each midnight, and noon where there is room', () => {
    const marks = ticks(timeFrame('3d', now, ZONE), ZONE)
    expect(marks.filter(({ as }) => as === 'day')).toHaveLength(3)
    expect(marks.filter(({ as }) => as === 'hour')).toHaveLength(3)
  })

  it('begin their days where the reader is, not where the program runs', () => {
    const midnights = (zone: string) => {
      const frame = timeFrame('7d', now, zone)
      return ticks(frame, zone).map(({ index }) => startOfBar(frame, index).toISOString().slice(11, 16))
    }
    expect(new Set(midnights(ZONE))).toEqual(new Set(['23:00']))
    expect(new Set(midnights('America/New_York'))).toEqual(new Set(['05:00']))
    expect(new Set(midnights('Asia/Kolkata'))).toEqual(new Set(['18:30']))
  })
})
