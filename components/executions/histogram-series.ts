import type { Outputs } from '../data/trpc'
import { startOfBar, type TimeFrame } from './time-frame'

export type Bar = Outputs['execution']['histogram'][number]

/** States drawn together, from the foot of a bar up. Each has the colour of its meaning and the word of its first state. */
export const SERIES = [
  { id: 'done', states: ['done', 'done with skips'], colour: 'bg-success' },
  { id: 'skipped', states: ['skipped', 'cancelled'], colour: 'bg-muted' },
  { id: 'underway', states: ['queued', 'running', 'retrying'], colour: 'bg-info' },
  { id: 'waiting', states: ['waiting'], colour: 'bg-waiting' },
  { id: 'failed', states: ['failed', 'uncertain'], colour: 'bg-danger' },
] as const
export type SeriesId = (typeof SERIES)[number]['id']

export interface Column {
  readonly at: Date
  readonly total: number
  readonly parts: readonly { readonly id: SeriesId; readonly count: number }[]
}

/** One column per bar of the frame, empty ones too. */
export function columnsOf(frame: TimeFrame, bars: readonly Bar[]): readonly Column[] {
  const byTime = new Map(bars.map((bar) => [bar.at.getTime(), bar.counts]))
  return Array.from({ length: frame.bars }, (_, index) => {
    const at = startOfBar(frame, index)
    const counts = byTime.get(at.getTime()) ?? {}
    const parts = SERIES.map(({ id, states }) => ({ id, count: states.reduce((sum, state) => sum + (counts[state] ?? 0), 0) })).filter(({ count }) => count > 0)
    return { at, parts, total: parts.reduce((sum, { count }) => sum + count, 0) }
  })
}

/** The series that occur, in their order. */
export function seriesIn(columns: readonly Column[]): readonly SeriesId[] {
  return SERIES.map(({ id }) => id).filter((id) => columns.some(({ parts }) => parts.some((part) => part.id === id)))
}
