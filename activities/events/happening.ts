import type { TriggerEvent } from '../../rules/node-type'
import type { Cause } from '../ingest/causes'

/** One event as rules are asked about it: what happened, what it is about, and what caused it. */
export interface Happening {
  /** As executions keep it: `mail arrived`. */
  readonly trigger: string
  /** What set it off beside the mail, as ids and codes. */
  readonly triggerData: Readonly<Record<string, string>>
  /** Null, as is the thread: it is about no mail. */
  readonly messageId: string | null
  readonly threadId: string | null
  readonly recordId: string | null
  readonly event: TriggerEvent
  /** Stands for the mail in “once per mail”, where the same mail may be the subject of several events; null: the mail itself. */
  readonly scopeKey: string | null
  readonly cause: Cause | null
}
