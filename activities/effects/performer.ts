import type { Tx } from '../../db/client'
import type { EFFECT_WORK, EffectKind, EffectKindOf, EffectOf, Receipt } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import { Failure } from '../../mail/failure'

/**
 * What a performer is and what it may rely on. One performer per effect, one file each, listed in `index.ts`. A performer makes its effect happen at most
 * once per key, whoever calls it how often, and tells what came of it; whether it should happen was settled before it is called.
 */

/** What every performer is told about the step it works for. */
export interface EffectContext {
  readonly workspaceId: string
  readonly accountId: string
  readonly executionId: string
  readonly stepId: string
  readonly ruleId: string
  /** Unique per effect, equal in every attempt and rerun. */
  readonly key: string
  /** Null, as is the thread, where a clock, a record or a hook set the rule off. An effect that needs a mail asks `mailOf`. */
  readonly messageId: string | null
  readonly threadId: string | null
  readonly hop: number
  readonly facts: MessageFacts
  readonly now: Date
}

/** The mail an effect acts on. Failure `no mail` where there is none: the step is skipped before it comes to this. */
export function mailOf({ messageId, threadId }: Pick<EffectContext, 'messageId' | 'threadId'>): { readonly messageId: string; readonly threadId: string } {
  if (messageId === null || threadId === null) throw new Failure('no mail', { retry: 'no', publicMessage: 'There is no mail that this step could act on.' })
  return { messageId, threadId }
}

/** Writes in the transaction of its ledger row. Throws a `Failure` for an outcome of its own; an error of the database rolls its writes back. */
export interface DatabasePerformer<K extends EffectKind> {
  perform(tx: Tx, context: EffectContext, effect: EffectOf<K>): Promise<Receipt>
}

/**
 * Queues what leaves in the transaction of its ledger row. A `done` receipt names the outgoing message in `ref`: the step then waits until that is settled.
 * A `skipped` receipt settles the step at once.
 */
export interface MailPerformer<K extends EffectKind> {
  perform(tx: Tx, context: EffectContext, effect: EffectOf<K>): Promise<Receipt>
}

/** The hold on an outward effect while it is performed. */
export interface Hold {
  /** Commits that the request is about to leave. Call it immediately before the request that changes something, never after; calling it again is harmless. */
  calling(): Promise<void>
  /** Aborted when the hold is lost or the worker stops: give up the connection. */
  readonly signal: AbortSignal
  /** The peer answered that it did nothing: the next attempt need not ask it what became of this one. */
  refused(): void
  /** Which try this is, from 1; taking over from a worker that died counts as one. */
  readonly attempt: number
}

/**
 * Asks a peer for something, outside any transaction. Throws a `Failure`: `retry` says whether trying again can help. After `hold.calling()` an error that
 * leaves open whether it happened must not be turned into a refusal: throw it as it is, and `lookup` is asked before the next attempt.
 */
export interface OutwardPerformer<K extends EffectKind> {
  perform(context: EffectContext, effect: EffectOf<K>, hold: Hold): Promise<Receipt>
  /** Whether an earlier call took effect: its receipt, or null when it did not. Left out where the peer cannot be asked. */
  lookup?(context: EffectContext, effect: EffectOf<K>): Promise<Receipt | null>
}

/** Performers of what is settled in the transaction of its ledger row, at once or with a mail that was queued in it. */
export type PerformersHere = { readonly [K in EffectKindOf<'database' | 'mail'>]: DatabasePerformer<K> }
export type OutwardPerformers = { readonly [K in EffectKindOf<'outward'>]: OutwardPerformer<K> }

type PerformerOf<K extends EffectKind> = {
  readonly database: DatabasePerformer<K>
  readonly outward: OutwardPerformer<K>
  readonly mail: MailPerformer<K>
}[(typeof EFFECT_WORK)[K]]

/** Every effect has its performer: leaving one out does not compile. */
export type Performers = { readonly [K in EffectKind]: PerformerOf<K> }
