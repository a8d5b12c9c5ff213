import type { Part } from './part'
import type { PlanEdge, StepId } from './plan/plan'

/** The steps decided at intake: conditions, and *Stop later rules*, that only the trigger or such steps lead to. Each after those that lead to it. */
export function leadingOf(parts: readonly Part[], edges: readonly Pick<PlanEdge, 'from' | 'to'>[]): readonly StepId[] {
  const roles = new Map(parts.map(({ node, type }) => [node.id, type.role]))
  const leading: StepId[] = []
  const isEarly = (id: StepId) => roles.get(id) === 'trigger' || leading.includes(id)
  for (let before = -1; before !== leading.length; ) {
    before = leading.length
    for (const { node, type } of parts) {
      if (!(type.role === 'condition' || (type.role === 'action' && type.stopsLaterRules === true && node.enabled)) || leading.includes(node.id)) continue
      if (edges.every(({ from, to }) => to !== node.id || isEarly(from))) leading.push(node.id)
    }
  }
  return leading
}
