import { groupsIn, treesIn } from './condition-tree'
import type { ConditionGroup } from './condition-tree'
import { canHold, follows, formulaOf, mustHold, sharesKeys } from './logic/formula'
import type { Formula } from './logic/formula'
import { Reach, waysOf } from './logic/reach'
import type { Drawn, DrawnStep, Way } from './logic/reach'
import { operatorOf } from './operators'
import { problem } from './problem'
import type { Problem } from './problem'

/**
 * Conditions that cannot be met, that are always met, and ways that are never taken given what was asked before. Said only where it is certain; a warning all the same,
 * for what never happens does no harm and may be meant for later.
 */
export function checkConditions(drawn: Drawn): readonly Problem[] {
  const reach = new Reach(drawn)
  return drawn.steps.flatMap((step) => {
    const ways = waysOf(step)
    if (ways === null) return []
    const own = step.config['conditions'] === undefined ? checkRouter(step, ways) : checkCondition(step, ways)
    return [...treesOf(step).flatMap(({ tree, field }) => checkParts(step.id, tree, field)), ...own, ...deadWays(drawn, step, ways, reach.of(step.id))]
  })
}

interface PlacedTree {
  readonly tree: ConditionGroup
  readonly field: string
}

function treesOf({ config }: DrawnStep): readonly PlacedTree[] {
  if (config['conditions'] !== undefined) return treesIn(config['conditions']).map((tree) => ({ tree, field: 'conditions' }))
  return treesIn(config['branches']).map((tree, index) => ({ tree, field: `branches.${index}.conditions` }))
}

/** Parts of a tree whose whole may be either: an answer that can never come is no choice. */
function checkParts(node: string, tree: ConditionGroup, field: string): readonly Problem[] {
  const traps = groupsIn(tree).some(isAnyNegative) ? [problem(node, 'anyNegative', { field })] : []
  const whole = formulaOf(tree)
  if (tree.items.length < 2 || !canHold(whole) || mustHold(whole)) return traps
  const parts = tree.items.flatMap((item, index): readonly Problem[] => {
    const part = formulaOf(item)
    const at = { field: `${field}.items.${index}` }
    return !canHold(part) ? [problem(node, 'partNeverTrue', at)] : mustHold(part) ? [problem(node, 'partAlwaysTrue', at)] : []
  })
  return [...traps, ...parts]
}

/** “Not this or not that” is true of nearly everything; a flag that is off is an ordinary answer. */
function isAnyNegative({ mode, items }: ConditionGroup): boolean {
  return mode === 'any' && items.length > 1 && items.some((item) => item.kind === 'test' && operatorOf(item.operator).isNegative && item.operator !== 'isFalse')
}

function checkCondition({ id }: DrawnStep, [yes]: readonly Way[]): readonly Problem[] {
  if (yes === undefined) return []
  if (!canHold(yes.own)) return [problem(id, 'neverTrue', { field: yes.field })]
  return mustHold(yes.own) ? [problem(id, 'alwaysTrue', { field: yes.field })] : []
}

function checkRouter({ id, config }: DrawnStep, ways: readonly Way[]): readonly Problem[] {
  const named = ways.filter(({ field }) => field !== '')
  return named.flatMap(({ name, field, own, taken }, index): readonly Problem[] => {
    if (!canHold(own)) return [problem(id, 'wayNeverTrue', { field, values: { way: name } })]
    if (config['mode'] !== 'first' || canHold(taken)) return []
    const broader = named.slice(0, index).find((before) => follows(own, before.own))
    return broader === undefined ? [problem(id, 'wayOvertaken', { field, values: { way: name } })] : [problem(id, 'wayShadowed', { field, values: { way: name, earlier: broader.name } })]
  })
}

/** Ways that lead somewhere, could be taken, and never are by those who get here. */
function deadWays({ edges }: Drawn, { id }: DrawnStep, ways: readonly Way[], reached: Formula): readonly Problem[] {
  if (!ways.some(({ taken }) => sharesKeys(reached, taken)) && ways.length === 2) return []
  if (!canHold(reached)) return []
  return ways.flatMap(({ port, name, taken }): readonly Problem[] => {
    const leads = edges.some((edge) => edge.from === id && edge.port === port)
    if (!leads) return []
    if (port === 'otherwise' && !canHold(taken)) return [problem(id, 'otherwiseNeverTaken')]
    if (!canHold(taken) || !sharesKeys(reached, taken) || canHold({ all: [reached, taken] })) return []
    if (port === 'yes' || port === 'no') return [problem(id, port === 'yes' ? 'yesNeverTaken' : 'noNeverTaken')]
    return [port === 'otherwise' ? problem(id, 'otherwiseNeverTaken') : problem(id, 'wayNeverTaken', { values: { way: name } })]
  })
}
