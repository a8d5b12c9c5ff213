import { describe, expect, it } from 'vitest'
import { barAt, startOfBar, ticks, timeFrame, RANGES } from '../../../components/executions/time-frame'

const now = new Date(2026, 10, 19, 14, 32, 4)

describe('the bars over the list of runs', () => {
  it('end with the bar that holds the present and begin on the reader’s own hours', () => {
    const frame = timeFrame('3d', now)
    expect(frame.until).toEqual(new Date(2026, 10, 19, 15))
    expect(frame.from).toEqual(new Date(2026, 10, 16, 15))
    expect(frame.bars).toBe(72)
  })

  it('stand still until the next bar begins', () => {
    expect(timeFrame('24h', now)).toEqual(timeFrame('24h', new Date(2026, 10, 19, 14, 59)))
    expect(timeFrame('24h', now)).not.toEqual(timeFrame('24h', new Date(2026, 10, 19, 15, 0)))
  })

  it('are never more than the API draws', () => {
    for (const range of RANGES) expect(timeFrame(range, now).bars).toBeLessThanOrEqual(500)
  })

  it('know which bar a time of the address means', () => {
    const frame = timeFrame('7d', now)
    expect(barAt(frame, startOfBar(frame, 17))).toBe(17)
    expect(barAt(frame, new Date(0))).toBe(0)
    expect(barAt(frame, new Date(2030, 0))).toBe(frame.bars)
  })

  it('carry a day at each midnight, and noon where there is room', () => {
    const marks = ticks(timeFrame('3d', now))
    expect(marks.filter(({ as }) => as === 'day')).toHaveLength(3)
    expect(marks.filter(({ as }) => as === 'hour')).toHaveLength(3)
  })
})
