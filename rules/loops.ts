import type { Plan } from './rule-plan'
import { EFFECT_WORK, type EffectKind } from './effects'
import type { AnyConfig } from './node-type'
import { nodeType } from './nodes/index'
import { problem } from './problem'
import type { Problem } from './problem'

/** A rule as far as it matters for what sets off what. */
export interface LoopRule {
  readonly ruleId: string
  readonly name: string
  readonly accountId: string
  /** Addresses at which mail for its account arrives, lower case. */
  readonly addresses: readonly string[]
  readonly plan: Plan
}

/**
 * The rings among rules in which each does what may set off the next, as lists of rule ids; a rule that may set itself off is a ring of one. What conditions would let
 * through is not asked: a ring that is found may never turn, one that is not found cannot. Automatic replies make no ring, for nothing automatic is answered; calls of
 * web addresses are not followed, and the hop limit ends what they begin.
 */
export function findLoops(rules: readonly LoopRule[]): readonly (readonly string[])[] {
  const next = new Map(rules.map((rule) => [rule.ruleId, rules.filter((other) => setsOff(rule, other)).map(({ ruleId }) => ruleId)]))
  const rings: string[][] = []
  for (const { ruleId } of rules) {
    const ring = shortestRing(ruleId, next)
    if (ring !== null && !rings.some((known) => known.length === ring.length && ring.every((id) => known.includes(id)))) rings.push([...ring])
  }
  return rings
}

/** What publishing one of them should say about the rings it is in. */
export function loopProblems(rule: LoopRule, others: readonly LoopRule[]): readonly Problem[] {
  const all = [...others.filter(({ ruleId }) => ruleId !== rule.ruleId), rule]
  const nameOf = (id: string) => all.find(({ ruleId }) => ruleId === id)?.name ?? id
  return findLoops(all)
    .filter((ring) => ring.includes(rule.ruleId))
    .flatMap((ring) => {
      if (ring.length > 1) return [problem(null, 'feedsOthers', { values: { rules: ring.map(nameOf).join(' → ') } })]
      return rule.plan.mayFollowItself === true ? [] : [problem(null, 'feedsItself')]
    })
}

interface Action {
  readonly config: AnyConfig
  readonly effects: readonly EffectKind[]
}

function setsOff(rule: LoopRule, other: LoopRule): boolean {
  const trigger = Object.values(other.plan.nodes).find(({ type }) => nodeType(type)?.role === 'trigger')
  return trigger !== undefined && actionsOf(rule.plan).some((action) => names(action, other.ruleId) || listens(trigger, action, rule, other))
}

/** Whether one action makes what a trigger listens to. */
function listens(trigger: { readonly type: string; readonly config: AnyConfig }, action: Action, rule: LoopRule, other: LoopRule): boolean {
  const { effects } = action
  const sends = effects.some((effect) => EFFECT_WORK[effect] === 'mail')
  switch (trigger.type) {
    case 'mail.arrived':
      return sends && other.addresses.some((address) => names(action, address))
    case 'mail.sent':
      return sends && rule.accountId === other.accountId && trigger.config['by'] !== 'hand'
    case 'record.event':
      return rule.accountId === other.accountId && isOfType(trigger.config['recordType'], action.config['recordType']) && isChange(trigger.config['what'], effects)
    default:
      return false
  }
}

function isOfType(wanted: unknown, made: unknown): boolean {
  return wanted === 'any' || made === undefined || wanted === made
}

/** A rule that only listens to new records is not set off by changes, nor the other way round. */
function isChange(what: unknown, effects: readonly EffectKind[]): boolean {
  return effects.some((effect) => effect.startsWith('record.') && (effect === 'record.create') === (what === 'created'))
}

function actionsOf({ nodes }: Plan): readonly Action[] {
  return Object.values(nodes).flatMap(({ type, config, enabled }) => {
    const found = nodeType(type)
    return found?.role === 'action' && enabled ? [{ config, effects: found.effects }] : []
  })
}

/** Whether a config holds a text anywhere: an address it writes to, the rule it runs. */
function names({ config }: Action, text: string): boolean {
  return JSON.stringify(config).toLowerCase().includes(text.toLowerCase())
}

/** The shortest way from a rule back to itself. */
function shortestRing(start: string, next: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const ways: (readonly string[])[] = [[start]]
  const seen = new Set<string>()
  for (const way of ways) {
    for (const id of next.get(way.at(-1) ?? '') ?? []) {
      if (id === start) return way
      if (seen.has(id)) continue
      seen.add(id)
      ways.push([...way, id])
    }
  }
  return null
}
