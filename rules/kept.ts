import { cut } from './cut'

/** What is kept of a compared operand with the decision it led to: enough to explain it, never the whole of a long mail. */

export interface Kept {
  readonly values: readonly string[]
  /** Where in `values[i]` the deciding part stands: [i, start, end) in UTF-16 units. */
  readonly mark: Mark | undefined
  /** True when nothing was left out: marks stand where they stood. */
  readonly isWhole: boolean
}

export type Mark = readonly [index: number, start: number, end: number]

/** Characters of a value that are kept. */
export const MAX_KEPT = 500
/** Values kept of an operand with many, such as five thousand recipients. */
const MAX_VALUES = 20
/** Characters kept before the deciding part of a long value. */
const LEAD = 100

/** Up to twenty values of up to 500 characters, cut around the deciding part where there is one. */
export function keep(values: readonly string[], mark: Mark | undefined): Kept {
  const [index, start, end] = mark ?? [0, 0, 0]
  const first = Math.max(0, Math.min(index, values.length - MAX_VALUES))
  const from = end <= MAX_KEPT ? 0 : Math.max(0, start - LEAD)
  const kept = values.slice(first, first + MAX_VALUES).map((value, offset) => {
    const begin = first + offset === index ? from : 0
    return cut(value, begin, begin + MAX_KEPT)
  })
  return {
    values: kept,
    mark: mark === undefined ? undefined : [index - first, start - from, Math.min(end - from, MAX_KEPT)],
    isWhole: values.length <= MAX_VALUES && values.every(({ length }) => length <= MAX_KEPT),
  }
}

/** Whether what was kept is certainly all there was. */
export function isUncut(kept: readonly string[]): boolean {
  return kept.length < MAX_VALUES && kept.every(({ length }) => length < MAX_KEPT)
}
