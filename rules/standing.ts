import type { Sentence, SentenceValue } from './node-type'
import { keyOf } from './prediction'

/** What a rule did with one mail, or why it did nothing: codes, most decisive first. */
export const STANDINGS = [
  'ran', 'other account', 'never published', 'other trigger', 'paused', 'automation off', 'published later', 'not an arrival', 'condition', 'scope used', 'loop guard', 'limit', 'window', 'stopped by another rule', 'not asked',
] as const
export type Standing = (typeof STANDINGS)[number]

export interface Stood {
  readonly standing: Standing
  /** The account the rule is for. */
  readonly account: string
  /** The rule that stopped this one; null when it is not known, or gone. */
  readonly stoppedBy: string | null
  /** Of a rule that ran: its last execution on the mail. */
  readonly run: { readonly mode: 'live' | 'dry run'; readonly isHeld: boolean } | null
}

/** A clause without its subject: “acted on this mail”, “was stopped by the rule “VIP” before it”. */
export function sentenceOfStanding({ standing, account, stoppedBy, run }: Stood): Sentence {
  if (standing === 'ran' && run !== null) return [{ phrase: run.isHeld ? 'standing.held' : run.mode === 'dry run' ? 'standing.dryRun' : 'standing.ran' }]
  if (standing === 'other account') return [{ phrase: 'standing.otherAccount', values: { account: { text: account } } }]
  const rule: SentenceValue | null = stoppedBy === null ? null : { texts: [stoppedBy], join: 'and' }
  if (standing === 'stopped by another rule' && rule !== null) return [{ phrase: 'standing.stoppedBy', values: { rule } }]
  return [{ phrase: `standing.${keyOf(standing)}` }]
}

/** The English words. */
export const STANDING_TEXTS: Readonly<Record<string, string>> = {
  'standing.ran': 'acted on this mail',
  'standing.dryRun': 'only described what it would do: the account was in dry run',
  'standing.held': 'is held: it had used up what it may do in an hour, and waits for somebody’s word',
  'standing.otherAccount': 'looks at mail of {account} only',
  'standing.neverPublished': 'is a draft and was never published',
  'standing.otherTrigger': 'is set off by something else than arriving mail',
  'standing.paused': 'was paused',
  'standing.automationOff': 'could not act: automation was off for the account',
  'standing.publishedLater': 'was published after this mail had come',
  'standing.notAnArrival': 'acts on arriving mail; this one was there before, or was sent by us',
  'standing.condition': 'asked for something this mail has not',
  'standing.scopeUsed': 'had acted already as often as it may',
  'standing.loopGuard': 'was held back, or it would have set itself off again',
  'standing.limit': 'was held back: too many rules set each other off',
  'standing.window': 'was outside the times it acts in',
  'standing.stoppedByAnotherRule': 'was stopped by a rule before it',
  'standing.stoppedBy': 'was stopped by the rule {rule} before it',
  'standing.notAsked': 'was not asked when this mail came',
}
