import type { PlanSkeleton, StepId } from './plan/plan'
import { isValueName, MAX_VALUE } from './value-name'

/** What a step left: texts by name, as the ledger keeps them. */
export type Outputs = Readonly<Record<string, string>>

/**
 * The values a step sees: what the steps that lead to it left, and no others, so that nothing depends on which of two branches was quicker. Of two that
 * leave the same name the one further along counts, and between branches the later one in the document.
 */
export function valuesFor(skeleton: PlanSkeleton, step: StepId, left: ReadonlyMap<StepId, Outputs>): Outputs {
  if (left.size === 0) return {}
  const before = leadingTo(skeleton, step)
  const values: Record<string, string> = {}
  for (const id of inWalkingOrder(skeleton).filter((id) => before.has(id))) {
    for (const [name, value] of Object.entries(left.get(id) ?? {})) values[valueNameOf(name)] = value.slice(0, MAX_VALUE)
  }
  return values
}

/** An output's name as templates and conditions know it: what an effect made is kept under the effect's name, `record.create` is `recordCreate`. */
export function valueNameOf(output: string): string {
  return isValueName(output) ? output : output.replace(/[^A-Za-z0-9_]+(.)/g, (_, letter: string) => letter.toUpperCase())
}

function leadingTo({ edges }: PlanSkeleton, step: StepId): ReadonlySet<StepId> {
  const before = new Set<StepId>()
  const open = [step]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { from, to } of edges) {
      if (to !== at || before.has(from)) continue
      before.add(from)
      open.push(from)
    }
  }
  return before
}

/** Steps so that each comes after those that lead to it, in document order where that leaves a choice. */
function inWalkingOrder({ steps, edges }: PlanSkeleton): readonly StepId[] {
  const order: StepId[] = []
  let left = steps.map(({ id }) => id)
  while (left.length > 0) {
    const next = left.find((id) => !edges.some(({ from, to }) => to === id && left.includes(from))) ?? left[0] ?? ''
    order.push(next)
    left = left.filter((id) => id !== next)
  }
  return order
}
