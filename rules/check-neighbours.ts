import type { Plan } from './rule-plan'
import type { EffectKind } from './effects'
import { canHold, follows } from './logic/formula'
import { drawnOf, Reach } from './logic/reach'
import { canonical } from './canonical'
import { problem } from './problem'
import type { Problem } from './problem'

/** Another rule of the same account that acts before this one. */
export interface Neighbour {
  readonly name: string
  readonly plan: Plan
}

/**
 * What rules before a rule keep it from: one that lets no later rule act on any mail this one would act on, or that moves every mail this one would move (semantics 19, 20). One that may
 * not act itself, because of its times or because it acts once only, keeps nothing from others for certain. @throws PlanError when this version cannot run a plan.
 */
export function checkNeighbours(plan: Plan, before: readonly Neighbour[]): readonly Problem[] {
  const reach = new Reach(drawnOf(plan))
  const acting = reach.acting()
  if (!canHold(acting)) return []
  const sure = before.filter((other) => other.plan.scope === 'message' && other.plan.window === undefined && setOffAlike(plan, other.plan))
  const stopping = sure.find((other) => follows(acting, stops(other.plan)))
  if (stopping !== undefined) return [problem(null, 'ruleShadowed', { values: { rule: stopping.name } })]
  return movesOf(plan).flatMap((move): readonly Problem[] => {
    const mover = sure.find((other) => movesOf(other.plan).some(({ id }) => follows(reach.of(move.id), alwaysAt(other.plan, id))))
    return mover === undefined ? [] : [problem(move.id, 'moveOverruled', { values: { rule: mover.name } })]
  })
}

function setOffAlike(one: Plan, other: Plan): boolean {
  const trigger = ({ skeleton, nodes }: Plan) => {
    const node = nodes[skeleton.steps.find(({ work }) => work === 'trigger')?.id ?? '']
    return canonical([node?.type, node?.config])
  }
  return trigger(one) === trigger(other)
}

/** When a rule keeps later ones from a mail: decided at intake, so everything it asks is known. */
function stops(plan: Plan) {
  const drawn = drawnOf(plan)
  const reach = new Reach(drawn)
  return { any: drawn.steps.filter(({ id, type, enabled }) => enabled && type.role === 'action' && type.stopsLaterRules === true && drawn.leading.includes(id)).map(({ id }) => reach.of(id)) }
}

/** When a step behind nothing but conditions decided at intake runs; never where that is not certain. */
function alwaysAt(plan: Plan, id: string) {
  const { steps, edges, leading } = drawnOf(plan)
  const isSure = edges.filter(({ to }) => to === id).every(({ from }) => leading.includes(from) || steps.some((step) => step.id === from && step.type.role === 'trigger'))
  return isSure ? new Reach({ steps, edges, leading: [...leading, id] }).of(id) : { any: [] }
}

/** Of these the first of an event stands: to a folder, or to the account's own for archived mail or junk. */
const MOVES: ReadonlySet<EffectKind> = new Set(['message.move', 'message.file'])

/** Moves that no wait stands before: of those the first rule’s stands. */
function movesOf(plan: Plan) {
  const { steps, edges } = drawnOf(plan)
  const later = new Set(steps.filter(({ type }) => type.role === 'wait').map(({ id }) => id))
  for (const id of later) for (const { from, to } of edges) if (from === id) later.add(to)
  return steps.filter(({ id, type, enabled }) => {
    const { scope, window } = plan.nodes[id] ?? {}
    return enabled && !later.has(id) && type.role === 'action' && type.effects.some((effect) => MOVES.has(effect)) && scope === null && window === undefined
  })
}
