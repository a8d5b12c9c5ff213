import type { Moment } from '../../rules/moment'
import type { Plan } from '../../rules/rule-plan'
import { dryRun, type DryRunOptions } from '../../rules/dry-run'
import type { StepId } from '../../rules/plan/plan'
import type { Scene } from '../../rules/predict'
import type { OpenExecution } from './open'

/**
 * What a dry run leaves at the wait it ends at (semantics 22): until when it would wait, and for each way out the steps that would then do something or wait again. Step ids
 * only; the drawing says what they are.
 */
export function foretell(
  plan: Plan, wait: StepId, dueAt: string, { facts, world }: Scene, now: Date,
  { companyName, timeZone }: Pick<OpenExecution, 'companyName' | 'timeZone'>, { calendars, lists }: Pick<Moment, 'calendars' | 'lists'>,
): Readonly<Record<string, string>> {
  const options: DryRunOptions = { companyName, timeZone, now: now.toISOString(), calendars, lists }
  const acting = (more: DryRunOptions) => dryRun(plan, facts, world, { ...options, ...more }).steps.flatMap(({ id, state, would = [] }) => (state === 'waiting' || would.some(({ prediction }) => prediction.would === 'do' || prediction.would === 'reuse') ? [id] : []))
  const anyway = new Set(acting({}))
  const ports = plan.skeleton.steps.find(({ id }) => id === wait)?.ports.filter((port) => port !== 'error') ?? []
  return Object.fromEntries([['waitUntil', dueAt], ...ports.map((port) => [`after.${port}`, acting({ waitOutcomes: { [wait]: port } }).filter((id) => !anyway.has(id)).join(' ')] as const)])
}
