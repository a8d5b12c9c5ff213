import type { Site } from './site'

/** What a benchmark hands back: numbers beside a baseline that was measured in the same run on the same machine. */

export interface Benchmark {
  /** What a person types: `npm run bench first-sync`. */
  readonly name: string
  /** Bounded in time, cleans up after itself, measures and judges nothing. @throws Unavailable when a program it needs is not installed. */
  run(tell: (progress: string) => void, site: Site): Promise<readonly Row[]>
}

export interface Row {
  readonly what: string
  readonly unit: Unit
  readonly ours: number
  readonly baseline: { readonly what: string; readonly value: number } | null
  readonly target: Target | null
}

/** `/s` is better when greater, the others when smaller. */
export type Unit = 'ms' | '/s' | 'MB'

export type Target =
  | { readonly kind: 'at most' | 'at least'; readonly value: number }
  /** In the row's unit, above the baseline. */
  | { readonly kind: 'above baseline at most'; readonly value: number }
  /** As a multiple of the time the baseline takes. */
  | { readonly kind: 'times the baseline at most'; readonly value: number }

/** A program this benchmark needs is not there; its message says which and how to get it. */
export class Unavailable extends Error {}

/** How many times as long as the baseline, or how many times as much memory: below 1 is better than it. Null without a baseline. */
export function ratioOf({ unit, ours, baseline }: Row): number | null {
  if (baseline === null) return null
  return unit === '/s' ? baseline.value / ours : ours / baseline.value
}

/** Whether the row reaches its target; null when it has none. */
export function isMet(row: Row): boolean | null {
  const { ours, baseline, target } = row
  switch (target?.kind) {
    case undefined:
      return null
    case 'at most':
      return ours <= target.value
    case 'at least':
      return ours >= target.value
    case 'above baseline at most':
      return baseline !== null && ours - baseline.value <= target.value
    case 'times the baseline at most':
      return (ratioOf(row) ?? Number.POSITIVE_INFINITY) <= target.value
  }
}
