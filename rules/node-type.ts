import type { ZodType } from 'zod'
import type { Effect, EffectKind, Receipt } from './effects'
import type { MessageFacts } from './facts'
import type { SkipCode } from './plan/plan'
import type { Moment } from './moment'
import type { Wait } from './wait'

/**
 * The contract of a node type. A node type is one file in `nodes/` and one line in `nodes/index.ts`; from that file follow palette entry, form,
 * validation, sentence, explanation, dry run, help and the registry-wide test. Nodes are data and pure functions: they say what should happen.
 */

/** Text in parts, so that every language can order and inflect it. A value names what it is, so that the editor can focus and edit it. */
export type SentencePart =
  | {
      /** Key in the message catalogue, such as `node.tag.add.sentence`; its placeholders are the keys of `values`. */
      readonly phrase: string
      readonly values?: Readonly<Record<string, SentenceValue>>
      /** The node this part speaks of, set where a whole rule is said. */
      readonly node?: string
    }
  | { readonly list: readonly Sentence[]; readonly join: 'and' | 'or' | 'nor' }
export type SentenceValue =
  | { readonly text: string }
  | { readonly texts: readonly string[]; readonly join: 'and' | 'or' | 'nor' }
  | { readonly sentence: Sentence }
  | { readonly ref: 'mailbox' | 'user' | 'tag' | 'account' | 'calendar' | 'hook' | 'channel' | 'endpoint' | 'list' | 'rule'; readonly id: string }
  | { readonly refs: 'user' | 'list'; readonly ids: readonly string[]; readonly join: 'and' | 'or' }
  | { readonly wallTime: string }
  /** `2026-11-21`. */
  | { readonly day: string }
  | { readonly bytes: number }
  /** An instant, ISO 8601 in UTC, said as clocks show it to whoever reads. */
  | { readonly instant: string }
  | { readonly durationSeconds: number }
  | { readonly count: number }
export type Sentence = readonly SentencePart[]

/** How a config field is drawn in a form. Without a hint the form falls back to the schema's own type. */
export interface FieldHint {
  readonly label: string
  readonly help?: string
  readonly control:
    | 'text' | 'multiline' | 'template' | 'tag' | 'mailbox' | 'user' | 'users' | 'choice' | 'duration' | 'conditions' | 'toggle' | 'cron' | 'timeZone' | 'hook' | 'number' | 'calendar' | 'dateTime' | 'time' | 'branches' | 'channel' | 'endpoint' | 'lines' | 'fields' | 'addresses' | 'rule'
  readonly choices?: Readonly<Record<string, string>>
  readonly placeholder?: string
  /** May be left empty; said where a control would otherwise ask for a choice. */
  readonly optional?: true
  /** Shown only while each of these fields has one of these values. */
  readonly shownWhen?: Readonly<Record<string, readonly string[]>>
}

/** One comparison that was made: what the rule expected and what the message had, as both were at that moment. */
export interface Compared {
  /** Path of group indexes, so that a nested tree can be drawn again: [] is the root group. */
  readonly path: readonly number[]
  readonly kind: 'group' | 'test'
  readonly mode?: 'all' | 'any' | 'none'
  /** Of a group: what the whole it stands for is called, such as a way of a router. */
  readonly name?: string
  readonly field?: string
  readonly operator?: string
  readonly expected?: readonly string[]
  /** The stored operand, cut to 500 characters each; null when it was not evaluated because the verdict was already certain. */
  readonly actual: readonly string[] | null
  /** Where in `actual[i]` the deciding part stands: [i, start, end) in UTF-16 units. */
  readonly mark?: readonly [number, number, number]
  readonly verdict: boolean | null
}

export interface Decision {
  readonly port: string
  /** Every port taken, `port` first, where there are several (semantics 9). */
  readonly ports?: readonly string[]
  readonly because: readonly Compared[]
  /** Texts it captured, by name (semantics 10). */
  readonly outputs?: Readonly<Record<string, string>>
}

/** What happened. Everything but a mail arriving is written down first (`rule_event`) and raised a moment later. */
export type Occasion =
  | { readonly type: 'mail arrived' | 'by hand' | 'schedule' | 'no reply' }
  /** A sent mail is raised once as itself and, where it answers one, once as that: a rule says which of them it acts on. */
  | { readonly type: 'mail sent'; readonly by: 'hand' | 'rule'; readonly subject: 'sent' | 'answered' }
  | {
      readonly type: 'record'
      readonly recordType: string
      readonly change: 'created' | 'changed'
      readonly stage: string
      /** The stage before; null for a new record. */
      readonly from: string | null
      /** Names of the fields that changed, `title`, `assignee` and `contact` among them. */
      readonly fields: readonly string[]
    }
  /** What was posted, as it was read; nothing in a rehearsal. */
  | { readonly type: 'hook'; readonly hookRef: string; readonly payload?: Readonly<Record<string, unknown>> }

/** An occasion and what conditions see of its subject: blank facts where there is no mail. */
export type TriggerEvent = Occasion & { readonly facts: MessageFacts; readonly accountRef: string }
export type Verdict = { readonly matches: true } | { readonly matches: false; readonly reason: string }

/** Everything a step is given. What it plans follows from this and its config alone. */
export interface StepInput extends Moment {
  readonly facts: MessageFacts
  /** Names for ids the config refers to, for sentences and templates; never used to decide. */
  readonly companyName: string
}

export type Outcome =
  | { readonly state: 'done'; readonly port: string; readonly ports?: readonly string[]; readonly stops?: 'execution'; readonly outputs?: Readonly<Record<string, string>> }
  | { readonly state: 'skipped'; readonly reason: SkipCode; readonly detail?: string }
  | { readonly state: 'failed' | 'uncertain'; readonly code: string }

export interface Upgrade {
  readonly from: number
  readonly name: string
  apply(old: unknown): unknown
}

/** Config, message and what is expected: docs, gallery and tests at once. */
export interface Example<C> {
  readonly title: string
  readonly config: C
  readonly message: Partial<MessageFacts>
  /** Triggers only: what happened; a mail arriving when left out. */
  readonly event?: Occasion
  readonly expect: { readonly port?: string; readonly effects?: readonly Effect[]; readonly outputs?: Readonly<Record<string, string>>; readonly sentence: string }
}

/** A config whose type only its own node file knows: what `config.parse` returned, never anything else. */
export type AnyConfig = Readonly<Record<string, unknown>>

/** A way out that follows from the config; `name` is the user's, empty when there is none. */
export interface OwnPort {
  readonly port: string
  readonly name: string
}

/** A value that a step leaves under this name when it is done; certainly so when it took one of these ports (semantics 10). */
export interface LeftValue {
  readonly name: string
  readonly certainOn: readonly string[]
}

export interface Reference {
  readonly kind: 'mailbox' | 'user' | 'calendar' | 'hook' | 'list' | 'endpoint' | 'rule'
  readonly id: string
  readonly field: string
}

export interface Common<C> {
  /** Stored in rules for ever, never renamed. */
  readonly type: string
  readonly configVersion: number
  readonly label: string
  readonly summary: string
  readonly group: 'start' | 'decide' | 'wait' | 'classify' | 'create' | 'notify' | 'respond'
  /** A lucide icon name. */
  readonly icon: string
  /** Other words people look for. */
  readonly synonyms: readonly string[]
  /** One schema: form, API validation, reading stored config. */
  readonly config: ZodType<C>
  /** What a freshly added node starts with; may be incomplete, the compiler says what is missing. */
  readonly initial: unknown
  readonly fields: { readonly [K in keyof C]?: FieldHint }
  readonly ports: readonly string[]
  readonly portLabels: Readonly<Record<string, string>>
  /** Ways out that the config adds before `ports`; takes any stored config, finished or not, because drawings are drawn while they are made. */
  ownPorts?(stored: unknown): readonly OwnPort[]
  /** What makes a way of `ownPorts` be taken, for sentences. */
  portSentence?(config: C, port: string): Sentence
  /** Variables and captures it leaves for the steps after it. */
  leaves?(config: C): readonly LeftValue[]
  /** Values that it reads by their names alone, besides those its texts and conditions name; it must get on without them. */
  reads?(config: C): readonly { readonly name: string; readonly field: string }[]
  /** English phrases by short name: `sentence` and its variants. In the catalogues they are `node.<type>.<name>`. */
  readonly phrases: Readonly<Record<string, string>>
  sentence(config: C): Sentence
  /** Ids the config refers to, so that the compiler can check that each exists and belongs to the account. */
  references?(config: C): readonly Reference[]
  readonly upgrades?: readonly Upgrade[]
  readonly examples: readonly Example<C>[]
}

export interface TriggerType<C = AnyConfig> extends Common<C> {
  readonly role: 'trigger'
  /** What its rule is about: a mail, always; a record, and the mail it began with if there is one; or nothing. */
  readonly subject: 'mail' | 'record' | 'none'
  matches(config: C, event: TriggerEvent): Verdict
  /** Texts it leaves for the steps after it, by the names of `leaves`. */
  outputs?(config: C, event: TriggerEvent): Readonly<Record<string, string>>
  /** An occasion that would set it off, for rehearsals. */
  occasion(config: C): Occasion
  /** Ids the config refers to, to be checked by the compiler. */
  references?(config: C): readonly { readonly kind: 'hook' | 'calendar'; readonly id: string; readonly field: string }[]
}
export interface ConditionType<C = AnyConfig> extends Common<C> {
  readonly role: 'condition'
  decide(config: C, facts: MessageFacts, moment: Moment): Decision
  /** `decide` with the config's part of the work done once, for conditions decided on every arrival. */
  prepare(config: C): (facts: MessageFacts, moment: Moment) => Decision
}
export interface ActionType<C = AnyConfig> extends Common<C> {
  readonly role: 'action'
  /** Which effects it can plan: the compiler derives the step's work from it. */
  readonly effects: readonly EffectKind[]
  /** Those of them that this config can plan, where that is fewer. */
  effectsOf?(config: C): readonly EffectKind[]
  /** Reaching it keeps the rules after this one from the event; decided at intake (semantics 20). */
  readonly stopsLaterRules?: true
  plan(config: C, input: StepInput): readonly Effect[]
  interpret(receipts: readonly Receipt[]): Outcome
  /** Actions without effects only: the values they leave. May throw a `TemplateError`. */
  outputs?(config: C, input: StepInput): Readonly<Record<string, string>>
}
export interface WaitType<C = AnyConfig> extends Common<C> {
  readonly role: 'wait'
  /** What it waits for, and until when at the latest. May throw a `WaitError` or a `TemplateError`: the step then fails. */
  until(config: C, input: StepInput): Wait
}
export type NodeType = TriggerType | ConditionType | ActionType | WaitType

/** What a node file writes: its config type follows from its schema alone. */
type Written<C, Type extends Common<C>, Given extends keyof Type> = { readonly config: ZodType<C> } & Omit<Type, 'config' | 'role' | Given>

/** Each `define…` checks a node file against its own config type, then forgets that type: the registry holds them side by side. */
export function defineTrigger<C extends AnyConfig>(type: Written<C, TriggerType<NoInfer<C>>, never>): TriggerType {
  return { ...type, role: 'trigger' }
}
export function defineCondition<C extends AnyConfig>(type: Written<C, ConditionType<NoInfer<C>>, 'decide'>): ConditionType {
  return { ...type, role: 'condition', decide: (config: C, facts: MessageFacts, moment: Moment) => type.prepare(config)(facts, moment) }
}
export function defineAction<C extends AnyConfig>(type: Written<C, ActionType<NoInfer<C>>, never>): ActionType {
  return { ...type, role: 'action' }
}
export function defineWait<C extends AnyConfig>(type: Written<C, WaitType<NoInfer<C>>, never>): WaitType {
  return { ...type, role: 'wait' }
}
