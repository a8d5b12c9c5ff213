import { ConditionTree } from '../condition-tree'
import type { Plan } from '../rule-plan'
import type { AnyConfig, NodeType } from '../node-type'
import { loadNode } from '../plan-node'
import type { PlanEdge, StepId } from '../plan/plan'
import { FALSE, formulaOf, lastingPart, not, TRUE } from './formula'
import type { Formula } from './formula'

/** What must be so of a mail for a step to be reached, as far as conditions say. */

export interface DrawnStep {
  readonly id: StepId
  readonly type: NodeType
  readonly config: AnyConfig
  readonly enabled: boolean
}

export interface Drawn {
  readonly steps: readonly DrawnStep[]
  readonly edges: readonly PlanEdge[]
  /** The steps decided at intake: all of them on the same mail at the same moment. */
  readonly leading: readonly StepId[]
}

/** @throws PlanError when this version cannot run the plan. */
export function drawnOf(plan: Plan): Drawn {
  const steps = plan.skeleton.steps.map(({ id }) => {
    const { type, config, node } = loadNode(plan, id)
    return { id, type, config, enabled: node.enabled }
  })
  return { steps, edges: plan.skeleton.edges, leading: plan.leading }
}

export interface Way {
  readonly port: string
  /** What the user calls it; empty for one the type names. */
  readonly name: string
  /** Where its conditions stand in the config; empty for what is left over. */
  readonly field: string
  /** When its own conditions hold. */
  readonly own: Formula
  /** When it is taken. */
  readonly taken: Formula
}

/** The ways out of a condition with what makes each be taken; null for any other step. */
export function waysOf({ type, config }: Pick<DrawnStep, 'type' | 'config'>): readonly Way[] | null {
  if (type.role !== 'condition') return null
  const tree = ConditionTree.safeParse(config['conditions'])
  if (tree.success) {
    const holds = formulaOf(tree.data)
    return [{ port: 'yes', name: '', field: 'conditions', own: holds, taken: holds }, { port: 'no', name: '', field: '', own: TRUE, taken: not(holds) }]
  }
  const branches = Array.isArray(config['branches']) ? config['branches'].flatMap(branchOf) : []
  if (branches.length === 0) return null
  const before = (index: number) => branches.slice(0, index).map(({ own }) => not(own))
  const isFirst = config['mode'] === 'first'
  const named = branches.map(({ id, name, own }, index): Way => ({ port: id, name, field: `branches.${index}.conditions`, own, taken: isFirst ? { all: [own, ...before(index)] } : own }))
  return [...named, { port: 'otherwise', name: '', field: '', own: TRUE, taken: { all: before(branches.length) } }]
}

function branchOf(stored: unknown): readonly { readonly id: string; readonly name: string; readonly own: Formula }[] {
  if (typeof stored !== 'object' || stored === null || !('id' in stored) || !('name' in stored) || !('conditions' in stored)) return []
  const tree = ConditionTree.safeParse(stored.conditions)
  return tree.success ? [{ id: String(stored.id), name: String(stored.name), own: formulaOf(tree.data) }] : []
}

/** Edges lead only between steps that exist, and never round. */
export class Reach {
  private readonly known = new Map<string, Formula>()

  constructor(private readonly drawn: Drawn) {}

  /** When a step is reached. Of what can change meanwhile nothing is asked, unless everything is decided at one moment. */
  of(id: StepId): Formula {
    return this.into(id, !this.drawn.leading.includes(id))
  }

  /** When anything but conditions decided at intake is reached: when the rule acts. */
  acting(): Formula {
    const { steps, edges, leading } = this.drawn
    const begins = (id: StepId) => edges.some(({ from, to }) => to === id && (leading.includes(from) || steps.some((step) => step.id === from && step.type.role === 'trigger')))
    return { any: steps.filter(({ id, type }) => type.role !== 'trigger' && begins(id) && !(leading.includes(id) && type.role === 'condition')).map(({ id }) => this.into(id, false)) }
  }

  private into(id: StepId, isLater: boolean): Formula {
    const key = `${isLater ? 'later' : 'now'} ${id}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const step = this.drawn.steps.find((one) => one.id === id)
    const ways = this.drawn.edges.filter(({ to }) => to === id).map(({ from, port }): Formula => ({ all: [this.into(from, isLater), this.via(from, port, isLater)] }))
    const found = step?.type.role === 'trigger' ? TRUE : ways.length === 1 && ways[0] !== undefined ? ways[0] : { any: ways }
    this.known.set(key, found)
    return found
  }

  private via(id: StepId, port: string, isLater: boolean): Formula {
    const step = this.drawn.steps.find((one) => one.id === id)
    if (step === undefined) return FALSE
    const taken = waysOf(step)?.find((way) => way.port === port)?.taken ?? TRUE
    return isLater ? lastingPart(taken) : taken
  }
}
