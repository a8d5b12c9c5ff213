import type { World } from './effects'
import type { MessageFacts } from './facts'
import type { Sentence, SentenceValue } from './node-type'

/** What doing an effect would come to in a given world, without doing it, and short ways to say so. */

export type Prediction =
  /** `makes`: something new is left behind that effects of this kind do not always leave. */
  | { readonly would: 'do'; readonly describe: Sentence; readonly makes?: true }
  | { readonly would: 'no change'; readonly describe: Sentence }
  | { readonly would: 'reuse'; readonly ref: string; readonly describe: Sentence }
  | { readonly would: 'skip'; readonly reason: 'suppressed' | 'moved by another rule' | 'part is off' | 'loop guard'; readonly detail: string; readonly describe: Sentence }
  | { readonly would: 'fail'; readonly reason: string; readonly describe: Sentence }

/** What a step may need and not find: it is then skipped, and the rest of its rule runs (semantics 15). */
export type PartCode = 'no archive' | 'no junk' | 'no mailbox' | 'no user' | 'no channel' | 'no endpoint' | 'no record' | 'no such record' | 'no contact' | 'no rule' | 'rule paused'

/** What the steps of a dry run see, one after another. */
export interface Scene {
  readonly facts: MessageFacts
  readonly world: World
}

export type PhraseValues = Readonly<Record<string, SentenceValue>>

/** A sentence of one phrase. */
export function say(phrase: string, values: PhraseValues = {}): Sentence {
  return [{ phrase, values }]
}

/** The effect would be done. */
export function act(phrase: string, values: PhraseValues = {}): Prediction {
  return { would: 'do', describe: say(phrase, values) }
}

/** Everything is as the effect would make it already. */
export function noChange(phrase: string, values: PhraseValues = {}): Prediction {
  return { would: 'no change', describe: say(phrase, values) }
}

/** `phrase` says what is left out, with the reason as `{reason}`. */
export function partIsOff(part: PartCode, phrase: string, values: PhraseValues = {}): Prediction {
  return { would: 'skip', reason: 'part is off', detail: part, describe: say(phrase, { ...values, reason: { sentence: say(`off.${keyOf(part)}`) } }) }
}

/** “own address” as a key of the catalogue: `ownAddress`. */
export function keyOf(code: string): string {
  return code.replace(/[^A-Za-z0-9]+(.)/g, (_, letter: string) => letter.toUpperCase())
}
