import type { Plan } from './rule-plan'
import { sentenceOfCompared } from './condition-sentence'
import type { Match } from './match'
import type { Compared, Sentence, SentenceValue } from './node-type'
import { nodeType } from './nodes/index'
import { readConfig } from './node-config'
import { ownPortName, portsIn } from './ports'
import { keyOf } from './predict'
import type { StepId, StepState } from './plan/plan'
import { isProblemCode } from './problem'

/** Why a rule did or did not act, from what was stored when it decided; nothing here is decided again (semantics 8). */

export interface StepStory {
  /** The name the user gave; empty when none. */
  readonly name: string
  /** What the step is there to do. */
  readonly purpose: Sentence
  /** What became of it. */
  readonly result: Sentence
  readonly because: readonly Compared[]
}

export interface StepFacts {
  readonly state: StepState
  readonly port?: string | null
  /** SkipCode or failure code. */
  readonly reason?: string | null
  /** For a withheld reply, why. */
  readonly detail?: string | null
  readonly because?: readonly Compared[] | null
}

/** One step of an execution in words. Never throws: what this version does not know is named as it is stored. */
export function explainStep(plan: Plan, step: StepId, facts: StepFacts): StepStory {
  return { name: plan.nodes[step]?.name ?? '', purpose: purposeOf(plan, step), result: resultOf(plan, step, facts), because: facts.because ?? [] }
}

export interface WhyNot {
  readonly step: StepId
  readonly name: string
  /** What the rule asked for. */
  readonly asked: Sentence
  /** The comparisons that decided it, each as a sentence with what the mail had. */
  readonly reasons: readonly Sentence[]
  readonly because: readonly Compared[]
}

/** Why a rule did nothing for a message; null for a hit. Takes a miss of `match`, or the same stored in a why-not row. */
export function whyNot(plan: Plan, miss: Match | { readonly step: StepId; readonly because: readonly Compared[] }): WhyNot | null {
  if ('hit' in miss && miss.hit) return null
  const { step, because } = miss
  const isTrigger = plan.skeleton.steps.some(({ id, work }) => id === step && work === 'trigger')
  const asked: Sentence = isTrigger ? [{ phrase: 'why.trigger' }] : [{ phrase: 'why.condition', values: { condition: { sentence: purposeOf(plan, step) } } }]
  return { step, name: plan.nodes[step]?.name ?? '', asked, reasons: deciding(because).map(reasonOf), because }
}

/** The tests that made the verdict what it is: those whose own verdict went the way their groups went. */
export function deciding(because: readonly Compared[]): readonly Compared[] {
  const groups = because.filter(({ kind }) => kind === 'group')
  return because.filter((compared) => {
    if (compared.kind !== 'test' || compared.verdict === null) return false
    let wanted = compared.verdict
    for (let depth = compared.path.length - 1; depth >= 0; depth--) {
      const group = groups.find(({ path }) => path.length === depth && path.every((index, at) => index === compared.path[at]))
      if (group === undefined) return true
      const given = group.mode === 'none' ? !wanted : wanted
      if (given !== group.verdict) return false
      wanted = given
    }
    return true
  })
}

function reasonOf(compared: Compared): Sentence {
  const test: SentenceValue = { sentence: sentenceOfCompared(compared) }
  const actual = compared.actual ?? []
  if (actual.length === 0) return [{ phrase: 'why.absent', values: { test } }]
  return [{ phrase: 'why.test', values: { test, actual: { texts: actual, join: 'and' } } }]
}

function purposeOf(plan: Plan, step: StepId): Sentence {
  const node = plan.nodes[step]
  const type = node === undefined ? null : nodeType(node.type)
  if (node === undefined || type === null) return [{ phrase: 'rule.incomplete', values: { label: { text: node?.type ?? step } } }]
  const read = readConfig(type, { id: step, config: node.config, configVersion: node.configVersion })
  return 'config' in read ? type.sentence(read.config) : [{ phrase: `node.${node.type}.label` }]
}

function resultOf(plan: Plan, step: StepId, { state, port, reason, detail }: StepFacts): Sentence {
  switch (state) {
    case 'done':
      return typeof port === 'string' && port !== 'next' && port !== '' ? [{ phrase: 'step.took', values: { port: portOf(plan, step, port) } }] : [{ phrase: 'step.done' }]
    case 'skipped':
      return [{ phrase: 'step.skipped', values: { reason: skipReason(reason ?? '', detail ?? null) } }]
    case 'failed':
    case 'uncertain':
      return [{ phrase: `step.${state}`, values: { reason: isProblemCode(reason ?? '') ? { sentence: [{ phrase: `problem.${reason}` }] } : { text: reason ?? '' } } }]
    default:
      return [{ phrase: `step.${state}` }]
  }
}

function portOf(plan: Plan, step: StepId, port: string): SentenceValue {
  const node = plan.nodes[step]
  const type = nodeType(node?.type ?? '')
  const named = (one: string): Sentence => {
    const own = type === null ? null : ownPortName(type, node?.config, one)
    if (own !== null) return [{ phrase: 'condition.value', values: { value: { text: own === '' ? one : own } } }]
    return [type !== null && Object.hasOwn(type.portLabels, one) ? { phrase: `node.${type.type}.port.${one}` } : { phrase: 'condition.value', values: { value: { text: one } } }]
  }
  return { sentence: [{ list: portsIn(port).map(named), join: 'and' }] }
}

function skipReason(reason: string, detail: string | null): SentenceValue {
  if (reason === 'stopped' && detail === 'dry run') return { sentence: [{ phrase: 'skip.dryRun' }] }
  const of = detail === null ? undefined : DETAILED[reason]
  const phrase = of === undefined ? `skip.${keyOf(reason)}` : `${of}.${keyOf(detail ?? '')}`
  return { sentence: [{ phrase }] }
}

/** Reasons whose detail says more than they do. */
const DETAILED: Readonly<Record<string, string>> = { suppressed: 'suppression', 'part is off': 'off', 'loop guard': 'guard' }
