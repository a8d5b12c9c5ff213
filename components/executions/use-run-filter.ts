'use client'
import { useMemo } from 'react'
import { useQueryStates } from 'nuqs'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { NO_FILTER, questionOf, RUN_PARAMETERS, type RunFilter, type RunQuestion } from './run-filter'
import { timeFrame, type TimeFrame } from './time-frame'

export interface FilterState {
  readonly filter: RunFilter
  readonly frame: TimeFrame
  /** As the API takes it; the same object while nothing in it changed. */
  readonly question: RunQuestion
  /** Steps back in the browser undo a choice; typing replaces the address instead. */
  readonly change: (change: Partial<RunFilter>, how?: 'push' | 'replace') => void
  readonly clear: () => void
}

/** The filter of the address, and how to change it. */
export function useRunFilter(): FilterState {
  const [filter, set] = useQueryStates(RUN_PARAMETERS, { history: 'push' })
  const now = useNow()
  const { timeZone } = useFormats()
  const until = timeFrame(filter.range, now, timeZone).until.getTime()
  const frame = useMemo(() => timeFrame(filter.range, new Date(until - 1), timeZone), [filter.range, until, timeZone])
  const question = useMemo(() => questionOf(filter, frame), [filter, frame])
  return {
    filter,
    frame,
    question,
    change: (change, how = 'push') => void set(mutable(change), { history: how }),
    clear: () => void set(NO_FILTER),
  }
}

function mutable({ state, rule, account, trigger, error, ...rest }: Partial<RunFilter>) {
  return {
    ...rest,
    ...(state && { state: [...state] }),
    ...(rule && { rule: [...rule] }),
    ...(account && { account: [...account] }),
    ...(trigger && { trigger: [...trigger] }),
    ...(error && { error: [...error] }),
  }
}
