import { WEEKDAYS } from './calendar'
import type { Sentence } from './node-type'
import type { Scope } from './scope'
import { isAlways } from './window'
import type { ActiveWindow } from './window'

/** How often and when, in words: “once per thread”, “once a day for each sender”, “from July 1, 2026 to July 14, 2026 on Monday and Friday”. */

/** Both together: “once per thread and only from Monday to Friday”. Null where nothing is limited; of a rule, once per mail is no limit. */
export function sentenceOfLimits(scope: Scope | null, window: ActiveWindow | undefined): Sentence | null {
  const often = scope === null ? [] : [sentenceOfScope(scope)]
  const when = sentenceOfWindow(window)
  const limits: readonly Sentence[] = [...often, ...(when.length === 0 ? [] : [[{ phrase: 'limit.only', values: { window: { sentence: when } } } as const]])]
  return limits.length === 0 ? null : [{ list: limits, join: 'and' }]
}

export function sentenceOfScope({ scope, interval }: Scope): Sentence {
  if (scope !== 'interval') return [{ phrase: `limit.${scope}` }]
  if (interval === undefined) return [{ phrase: 'limit.unset' }]
  return [{ phrase: `limit.interval.${interval.per}`, values: { duration: { durationSeconds: interval.seconds } } }]
}

/** Empty for a window that is always open. */
export function sentenceOfWindow(window: ActiveWindow | undefined): Sentence {
  if (window === undefined || isAlways(window)) return []
  const { from, until, weekdays = [], hours } = window
  const days: Sentence =
    from !== undefined && until !== undefined ? [{ phrase: from === until ? 'window.day' : 'window.days', values: { from: { day: from }, ...(from === until ? {} : { until: { day: until } }) } }]
    : from !== undefined ? [{ phrase: 'window.from', values: { from: { day: from } } }]
    : until !== undefined ? [{ phrase: 'window.until', values: { until: { day: until } } }]
    : []
  const names = [...new Set(weekdays)].toSorted((a, b) => a - b).flatMap((number) => WEEKDAYS[number - 1] ?? [])
  const isWorkingWeek = names.length === 5 && names.join() === WEEKDAYS.slice(0, 5).join()
  const week: Sentence =
    names.length === 0 || names.length === WEEKDAYS.length ? []
    : isWorkingWeek ? [{ phrase: 'window.workingWeek' }]
    : [{ phrase: 'window.weekdays', values: { days: { sentence: [{ list: names.map((name): Sentence => [{ phrase: `condition.choice.receivedWeekday.${name}` }]), join: 'and' }] } } }]
  const clock: Sentence = hours === undefined ? [] : [{ phrase: 'window.hours', values: { from: { wallTime: hours.from }, until: { wallTime: hours.until } } }]
  return [...days, ...week, ...clock]
}
