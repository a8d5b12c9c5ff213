import type { OutcomeItem } from './outcome-words'

const TROUBLE: ReadonlySet<OutcomeItem['kind']> = new Set(['failed', 'uncertain', 'retrying'])

/** What says most about a run where there is room for one thing: what went wrong, else what it waits for, else the record it came to; all of it where it has none of these. */
export function telling(outcome: readonly OutcomeItem[]): readonly OutcomeItem[] {
  const trouble = outcome.filter(({ kind }) => TROUBLE.has(kind))
  const wait = outcome.findLast(({ kind }) => kind === 'waiting')
  const records = outcome.filter((item) => item.kind === 'effect' && item.effect === 'record.create')
  if (trouble.length > 0) return trouble
  if (wait !== undefined) return [wait]
  return records.length > 0 ? records : outcome
}
