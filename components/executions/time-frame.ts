import { offsetAt } from '../../rules/wall-clock'

export const RANGES = ['1h', '24h', '3d', '7d', '30d', 'all'] as const
export type Range = (typeof RANGES)[number]

/** A stretch of time cut into equal bars. */
export interface TimeFrame {
  readonly from: Date
  readonly until: Date
  readonly bucketSeconds: number
  /** How many bars. */
  readonly bars: number
}

const HOUR = 3600
const DAY = 86_400_000
/** Seconds of a bar and how many there are. "All" shows the last quarter in days. */
const CUTS: { readonly [R in Range]: readonly [bucketSeconds: number, bars: number] } = {
  '1h': [60, 60],
  '24h': [HOUR / 2, 48],
  '3d': [HOUR, 72],
  '7d': [3 * HOUR, 56],
  '30d': [12 * HOUR, 60],
  all: [24 * HOUR, 91],
}

/** The range up to now, its bars on the hours and days of the reader's zone, so that the same bars stand still until the next one begins. */
export function timeFrame(range: Range, now: Date, timeZone: string): TimeFrame {
  const [bucketSeconds, bars] = CUTS[range]
  const size = bucketSeconds * 1000
  const offset = offsetAt(now.getTime(), timeZone)
  const until = Math.floor((now.getTime() + offset) / size) * size + size - offset
  return { from: new Date(until - size * bars), until: new Date(until), bucketSeconds, bars }
}

/** When a bar begins; the index after the last gives the end. */
export function startOfBar({ from, bucketSeconds }: TimeFrame, index: number): Date {
  return new Date(from.getTime() + index * bucketSeconds * 1000)
}

/** The bar a time falls into, or the nearest one. */
export function barAt({ from, bucketSeconds, bars }: TimeFrame, at: Date): number {
  return Math.min(bars, Math.max(0, Math.round((at.getTime() - from.getTime()) / (bucketSeconds * 1000))))
}

export interface Tick {
  readonly index: number
  readonly as: 'day' | 'hour'
}

/** Bars under which a time is written: days, and hours where the range is short, both of the reader's zone. */
export function ticks(frame: TimeFrame, timeZone: string): readonly Tick[] {
  const hours = (frame.bucketSeconds * frame.bars) / HOUR
  const [dayEvery, hourEvery] = hours > 1000 ? [14, null] : hours > 200 ? [5, null] : hours > 100 ? [1, null] : hours > 48 ? [1, 12] : hours > 6 ? [1, 6] : [1, 0.25]
  let days = 0
  return Array.from({ length: frame.bars }, (_, index) => index).flatMap((index): readonly Tick[] => {
    const at = startOfBar(frame, index).getTime()
    const minutes = Math.floor(((at + offsetAt(at, timeZone)) % DAY) / 60_000)
    if (minutes === 0) return days++ % dayEvery === 0 ? [{ index, as: 'day' }] : []
    return hourEvery !== null && minutes % (hourEvery * 60) === 0 ? [{ index, as: 'hour' }] : []
  })
}
