import { z } from 'zod'

/** How often a rule, or one of its actions, may act (semantics 13). */

export const SCOPES = ['message', 'thread', 'interval'] as const
export const ScopeKind = z.enum(SCOPES)
export type ScopeKind = z.infer<typeof ScopeKind>

/** Seconds of a year: the longest interval. */
const MAX_INTERVAL_SECONDS = 31_536_000
export const INTERVAL_PER = ['sender', 'thread', 'rule'] as const

/** Once in so many seconds for each sender, for each thread, or for the rule as a whole. */
export const Interval = z.object({ seconds: z.number().int().min(60).max(MAX_INTERVAL_SECONDS), per: z.enum(INTERVAL_PER) })
export type Interval = z.infer<typeof Interval>

export interface Scope {
  readonly scope: ScopeKind
  /** Set exactly where the scope is `interval`. */
  readonly interval?: Interval
}

/** What a scope is asked about. Ids are null where the event is about no mail. */
export interface ScopeSubject {
  readonly messageRef: string | null
  readonly threadRef: string | null
  /** Address of the author, however written; null when there is none. */
  readonly sender: string | null
  /** What stands for the mail where there is none: the key of what set the rule off. */
  readonly otherwise?: string
}

/**
 * The name of the used scope: one per message, per thread, or per bucket of time. Buckets are counted from 1970 in UTC, by the database's clock, so that all workers
 * mean the same one; the key holds the interval, so that changing it begins anew.
 */
export function scopeKey({ scope, interval }: Scope, subject: ScopeSubject, epochSeconds: number): string {
  if (scope === 'thread') return subject.threadRef === null ? keyOfMail(subject) : `t:${subject.threadRef}`
  if (scope === 'message' || interval === undefined) return keyOfMail(subject)
  return `i:${ofWhom(interval, subject)}:${interval.seconds}:${Math.floor(epochSeconds / interval.seconds)}`
}

/**
 * Whether an action's own scope could never keep it from acting when its rule acts, or promises more than the rule can keep: it would be looser than the rule's.
 */
export function isLooser(action: Scope, rule: Scope): boolean {
  if (action.scope === 'message') return rule.scope !== 'message'
  if (action.scope === 'thread') return false
  if (action.interval === undefined) return false
  const { seconds, per } = action.interval
  if (rule.scope === 'thread') return per === 'thread'
  if (rule.scope === 'message' || rule.interval === undefined) return false
  const isFiner = per !== rule.interval.per && rule.interval.per === 'rule'
  return (per === rule.interval.per || isFiner) && (seconds < rule.interval.seconds || (seconds === rule.interval.seconds && isFiner))
}

function keyOfMail({ messageRef, otherwise = '' }: ScopeSubject): string {
  return messageRef === null ? otherwise : `m:${messageRef}`
}

function ofWhom({ per }: Interval, { threadRef, sender }: ScopeSubject): string {
  if (per === 'sender') return `s:${(sender ?? '').toLowerCase()}`
  return per === 'thread' ? `t:${threadRef ?? ''}` : ''
}
