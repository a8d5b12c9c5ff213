import type { Plan, PlanNode } from './rule-plan'
import { readConfig } from './node-config'
import type { AnyConfig, NodeType } from './node-type'
import { nodeType } from './nodes/index'
import type { PlanStep, StepId } from './plan/plan'

export interface LoadedNode {
  readonly step: PlanStep
  readonly node: PlanNode
  readonly type: NodeType
  readonly config: AnyConfig
}

/** A plan that this version of Postroom cannot run: a step is missing, its type unknown or its config unreadable. */
export class PlanError extends Error {
  constructor(
    readonly code: 'unknown step' | 'unknown type' | 'unreadable config',
    step: StepId,
  ) {
    super(`${code}: ${step}`)
    this.name = 'PlanError'
  }
}

/** One step of a plan with its node type and its config, upgraded where it was published under an older version. Read once per plan: nobody changes one. @throws PlanError */
export function loadNode(plan: Plan, id: StepId): LoadedNode {
  const nodes = loaded.get(plan) ?? new Map<StepId, LoadedNode>()
  loaded.set(plan, nodes)
  const node = nodes.get(id) ?? readNode(plan, id)
  nodes.set(id, node)
  return node
}

const loaded = new WeakMap<Plan, Map<StepId, LoadedNode>>()

function readNode(plan: Plan, id: StepId): LoadedNode {
  const step = plan.skeleton.steps.find((candidate) => candidate.id === id)
  const node = plan.nodes[id]
  if (step === undefined || node === undefined) throw new PlanError('unknown step', id)
  const type = nodeType(node.type)
  if (type === null) throw new PlanError('unknown type', id)
  const read = readConfig(type, { id, config: node.config, configVersion: node.configVersion })
  if ('problems' in read) throw new PlanError('unreadable config', id)
  return { step, node, type, config: read.config }
}
