import { asksOf } from './asks'
import { compareRuns, type ReplayStep, type WentStep } from './compare-runs'
import { deedsOf } from './deeds'
import type { Plan } from './rule-plan'
import { dryRun, type DryRun, type DryRunOptions } from './dry-run'
import type { World } from './effects'
import type { MessageFacts } from './facts'
import { canChange, remember } from './memory'
import type { Occasion } from './node-type'
import { PlanError } from './plan-node'
import type { StepId } from './plan/plan'
import type { Scene } from './prediction'
import { rewind } from './rewind'

/** An execution that is over or under way, and what is known of its mail today. */
export interface Went {
  /** What it ran. */
  readonly plan: Plan
  /** Its ledger, in the order it was written. */
  readonly steps: readonly WentStep[]
  readonly mode: 'live' | 'dry run'
  /** When it began, ISO 8601 in UTC. */
  readonly begunAt: string
  /** What set it off; null where any trigger counts as the right one, because somebody or another rule ran it. */
  readonly occasion: Occasion | null
  readonly facts: MessageFacts
  /** As it is today; scopes that were used only later are left out. */
  readonly world: World
}

/** What the other plan decided by as it is today, because the execution did not write it down. */
export interface Recomputed {
  /** Fields of conditions, as comparisons are stored under. */
  readonly fields: readonly string[]
  readonly lists: boolean
  readonly calendars: boolean
}

export interface Replay {
  readonly run: DryRun
  /** The execution's own plan tried in the same way; null where this version of Postroom cannot run it. */
  readonly again: DryRun | null
  readonly steps: readonly ReplayStep[]
  /** Fields whose values were taken as they were compared then. */
  readonly recalled: readonly string[]
  readonly recomputed: Recomputed
}

/**
 * What another plan would have made of what set an execution off, beside what happened: the mail as it was, with the values that were compared then where they were, and what the
 * execution itself did taken back. Writes and asks nothing. @throws PlanError when this version cannot run `tried`.
 */
export function replay(tried: Plan, went: Went, options: Pick<DryRunOptions, 'timeZone' | 'calendars' | 'lists' | 'waitOutcomes' | 'companyName'>): Replay {
  const memoryFor = (plan: Plan) => remember(went.steps, went.begunAt, { ran: went.plan, tried: plan })
  const tryOf = (plan: Plan, { facts, world }: Scene) => {
    const memory = memoryFor(plan)
    const waitOutcomes = { ...waysTaken(went.steps, plan), ...options.waitOutcomes }
    return { memory, run: dryRun(plan, facts, world, { ...options, timeZone: plan.timeZone ?? options.timeZone, waitOutcomes, memory, ...(went.occasion === null ? {} : { occasion: went.occasion }) }) }
  }
  const today: Scene = { facts: went.facts, world: asToldThen(went) }
  const done = went.mode === 'dry run' ? [] : readable(() => deedsOf(went.plan, went.steps, today, memoryFor(went.plan), { ...options, timeZone: went.plan.timeZone ?? options.timeZone }))
  const scene = rewind(today, done ?? [])
  const again = readable(() => tryOf(went.plan, scene).run)
  const { memory, run } = tryOf(tried, scene)
  const compared = run.steps.flatMap(({ because = [] }) => because.flatMap(({ kind, field, actual }) => (kind === 'test' && field !== undefined && actual !== null && canChange(field) ? [field] : [])))
  const asks = asksOf(tried)
  return {
    run,
    again,
    steps: compareRuns(went.steps, again, run),
    recalled: [...new Set(compared.filter((field) => memory.fields.has(field)))],
    recomputed: { fields: [...new Set(compared.filter((field) => !memory.fields.has(field)))], lists: asks.lists.length > 0, calendars: asks.calendars },
  }
}

function readable<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    if (error instanceof PlanError) return null
    throw error
  }
}

/** The ways its waits ended, where the other plan waits there too and knows the way. */
function waysTaken(steps: readonly WentStep[], plan: Plan): Readonly<Record<StepId, string>> {
  const waits = new Map(plan.skeleton.steps.filter(({ work }) => work === 'wait').map(({ id, ports }) => [id, ports]))
  return Object.fromEntries(steps.flatMap(({ stepId, state, port }) => (state === 'done' && port !== null && waits.get(stepId)?.includes(port) === true ? [[stepId, port] as const] : [])))
}

/** What the ledger says of what its steps found: whose move stood, what was withheld, which scope was used. */
function asToldThen({ steps, world }: Went): World {
  const receipts = steps.flatMap((step) => step.receipts ?? [])
  const skipped = receipts.flatMap((receipt) => (receipt.result === 'skipped' ? [receipt] : []))
  // What withheld an answer after one of its own came up during the run: at its start nothing did.
  const ownAnswer = receipts.findIndex(({ effect, result }) => effect === 'mail.reply' && result === 'done')
  const withheld = receipts.slice(0, ownAnswer < 0 ? receipts.length : ownAnswer).find((receipt) => receipt.result === 'skipped' && receipt.reason === 'suppressed' && receipt.detail === 'already answered')
  const moved = skipped.find(({ reason }) => reason === 'moved by another rule')
  const usedScopes = Object.fromEntries([
    ...Object.entries(world.usedScopes ?? {}).filter(([step]) => !steps.some(({ stepId }) => stepId === step)),
    ...steps.flatMap(({ stepId, reason, detail }) => (reason === 'scope used' ? [[stepId, detail ?? ''] as const] : [])),
  ])
  return {
    ...world,
    usedScopes,
    hasTooManyRecords: skipped.some(({ reason, detail }) => reason === 'loop guard' && detail === 'too many records'),
    ...(withheld === undefined ? {} : { suppression: 'already answered' }),
    ...(moved === undefined ? {} : { movedBy: moved.detail ?? '' }),
  }
}
