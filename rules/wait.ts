import { addBusiness, CalendarError } from './calendar'
import type { Moment } from './moment'
import type { ProblemCode } from './problem'

/** When a wait is over at the latest: after a time that passes, at an instant (ISO 8601 in UTC), or after so much working time. */
export type WaitDue =
  | { readonly afterSeconds: number }
  | { readonly at: string }
  | { readonly workingSeconds: number; readonly calendarRef: string }

interface Timed {
  readonly due: WaitDue
  /** Port taken when the time ran out. */
  readonly elapsedPort: string
  /** Port taken when the event came first. */
  readonly eventPort: string
}

/**
 * What a wait listens to (semantics 16): `replied` is a later non-automatic mail from the other side, `answered` one of ours, wherever it was sent. A wait
 * for approval takes `eventPort` when it is given and `rejectedPort` when it cannot be given any more.
 */
export type Wait =
  | (Timed & { readonly listensTo: 'nothing' | 'replied' | 'answered' })
  | (Timed & { readonly listensTo: 'record changed'; readonly record: RecordTerms })
  | (Timed & { readonly listensTo: 'hook'; readonly hook: HookTerms })
  | (Timed & { readonly listensTo: 'approval'; readonly rejectedPort: string; readonly approval: ApprovalTerms })

/** Which change of a record of the thread ends a wait. `to` empty: any value. */
export interface RecordTerms {
  /** `stage`, or the name of a field. */
  readonly field: string
  readonly to: string
}

/** Which request to a hook ends a wait. `field` empty: every one; else only one whose JSON holds `value` under that name. */
export interface HookTerms {
  readonly hookRef: string
  readonly field: string
  readonly value: string
}

export interface ApprovalTerms {
  /** What is asked, as one text. */
  readonly question: string
  readonly approvers: readonly string[]
  /** So many of those who are asked have to agree. */
  readonly needed: number
  /** Seconds until those who have not answered are asked again; null: never. */
  readonly remindAfterSeconds: number | null
  /** Seconds until others are asked too; null: never. */
  readonly escalateAfterSeconds: number | null
  readonly escalateTo: readonly string[]
}

/** A wait that cannot be opened. `code` is safe to store and show. */
export class WaitError extends Error {
  constructor(readonly code: Extract<ProblemCode, 'calendarGone' | 'calendarClosed' | 'waitTooLong'>) {
    super(code)
    this.name = 'WaitError'
  }
}

/** Longest wait, in seconds (semantics 2). */
export const MAX_WAIT_SECONDS = 365 * 24 * 60 * 60

/** The instant at which a wait that opens now is over, ISO 8601 in UTC. One that is already past ends at once. @throws WaitError */
export function dueAt(due: WaitDue, { now, calendars }: Pick<Moment, 'now' | 'calendars'>): string {
  const opened = Date.parse(now)
  const over = overAt(due, opened, calendars)
  // A day of grace: a year of wall-clock time may be a leap year, and summer time may move its end.
  if (over - opened > (MAX_WAIT_SECONDS + 2 * 86_400) * 1_000) throw new WaitError('waitTooLong')
  return new Date(over).toISOString()
}

function overAt(due: WaitDue, opened: number, calendars: Moment['calendars']): number {
  if ('at' in due) return Date.parse(due.at)
  if ('afterSeconds' in due) return opened + due.afterSeconds * 1_000
  return withCalendar(calendars, due.calendarRef, (calendar) => addBusiness(calendar, opened, due.workingSeconds))
}

/** Reckons with one of the workspace's calendars. @throws WaitError when it is gone, or closed for good. */
export function withCalendar<T>(calendars: Moment['calendars'], ref: string, reckon: (calendar: Moment['calendars'][string]) => T): T {
  const calendar = Object.hasOwn(calendars, ref) ? calendars[ref] : undefined
  if (calendar === undefined) throw new WaitError('calendarGone')
  try {
    return reckon(calendar)
  } catch (error) {
    if (error instanceof CalendarError) throw new WaitError('calendarClosed')
    throw error
  }
}
