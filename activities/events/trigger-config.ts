import { ZodError } from 'zod'
import { readPlan } from '../../rules/rule-plan'
import type { AnyConfig } from '../../rules/node-type'
import { loadNode, PlanError } from '../../rules/plan-node'

/** What a stored plan's trigger is set to; null for a plan that this version cannot read: then its rule does nothing. */
export function triggerConfig(stored: unknown): AnyConfig | null {
  try {
    const plan = readPlan(stored)
    const trigger = plan.skeleton.steps.find(({ work }) => work === 'trigger')
    return loadNode(plan, trigger?.id ?? '').config
  } catch (error) {
    if (error instanceof PlanError || error instanceof ZodError) return null
    throw error
  }
}
