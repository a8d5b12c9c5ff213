import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import type { WhyNot } from '../../db/schema'
import type { Plan } from '../../rules/rule-plan'
import { withLookups } from '../../db/queries/moment'
import { readCalendars } from '../../rules/calendar'
import { allAsks, bareMoment } from '../../rules/asks'
import type { Decided } from '../../rules/match'
import type { Moment } from '../../rules/moment'
import type { TriggerEvent } from '../../rules/node-type'
import { PlanError } from '../../rules/plan-node'
import type { Plans, PreparedPlan } from '../plans'
import type { IngestContext } from './context'
import { isWithin } from '../../rules/window'
import { alertOwners } from '../alerts'
import { HOP_LIMIT, type Cause } from './causes'
import { completeFacts } from './complete-facts'
import { claimScopes, type Wish } from './claim-scopes'
import { asksOfShadow, compareShadows } from './compare-shadows'
import type { Happening } from '../events/happening'
import { scopeKey } from '../../rules/scope'
import type { Start, Verdicts } from './verdicts'

/** Executions that one event may set off (semantics 2). */
const EXECUTIONS_PER_EVENT = 50

interface Hit extends Wish {
  readonly rule: IngestContext['rules'][number]
  readonly happening: Happening
  readonly eventId: string
  readonly decided: readonly Decided[]
}

/** Where and when rules are asked. */
export interface Place {
  readonly workspaceId: string
  readonly now: Date
}

/** Runs every rule of the account over every event and claims the scopes of those that have something to do (semantics 13, 20). */
export async function matchRules(tx: Tx, plans: Plans, { workspaceId, now }: Place, context: IngestContext, happenings: readonly Happening[]): Promise<readonly Verdicts[]> {
  if (context.rules.length === 0 || happenings.length === 0) return []
  const prepared = await plans.get(tx, context.rules.flatMap(({ planId, shadow }) => (shadow === null ? [planId] : [planId, shadow.planId])))
  const live = new Set(context.rules.map(({ planId }) => planId))
  const asks = allAsks([...prepared].map(([id, plan]) => (live.has(id) ? plan.asks() : asksOfShadow(plan))))
  const [asked, moment] = await Promise.all([completeFacts(tx, happenings, asks), withLookups(tx, workspaceId, bareMoment(now, context.timeZone), asks, readCalendars)])
  const mode = context.halted ? 'off' : context.mode
  const looks = asked.map((happening) => look(happening, context, prepared, mode, moment))
  const claimed = await claimScopes(tx, workspaceId, looks.map(({ hits }) => hits), mode === 'live')
  const verdicts = looks.map(({ happening, eventId, whyNot }, index): Verdicts => {
    const { cause } = happening
    const { won = [], passed = [] } = claimed[index] ?? {}
    const starts = won.map((hit, position): Start => ({
      ...named(hit.rule), executionId: hit.executionId, versionId: hit.rule.versionId, planId: hit.rule.planId, eventId, position, happening, mode: mode === 'live' ? 'live' : 'dry run',
      scopeKey: hit.scopeKey, hop: cause?.hop ?? 0, causeExecutionId: cause?.executionId ?? null, decided: hit.decided,
    }))
    return { happening, eventId, starts, whyNot: [...whyNot, ...passed.map(({ wish, reason, winner }): WhyNot => ({ ...named(wish.rule), reason, winner }))] }
  })
  if (mode === 'live') await tellOfLoops(tx, workspaceId, verdicts, now)
  const shadows = compareShadows({ context, prepared, moment }, verdicts)
  return shadows.length === 0 ? verdicts : verdicts.map((verdict) => ({ ...verdict, shadows: shadows.filter(({ messageId }) => messageId === verdict.happening.messageId) }))
}

type Mode = 'off' | 'dry run' | 'live'

function look(happening: Happening, context: IngestContext, prepared: ReadonlyMap<string, PreparedPlan>, mode: Mode, moment: Moment) {
  const { cause } = happening
  const eventId = newId()
  const hits: Hit[] = []
  const whyNot: WhyNot[] = []
  for (const rule of context.rules) {
    const plan = prepared.get(rule.planId)
    const match = plan === undefined ? null : matchOf(plan, happening.event, moment)
    if (plan === undefined || match === null) continue
    if (!match.hit && match.reason === 'trigger') continue
    if (!match.hit) {
      whyNot.push({ ...named(rule), reason: 'condition', step: match.step, because: match.because })
      continue
    }
    const withheld = isWithin(plan.plan.window, moment.now, plan.plan.timeZone ?? context.timeZone) ? withheldBecause(rule, plan.plan, mode, cause, hits.length) : 'window'
    if (withheld !== null) whyNot.push({ ...named(rule), reason: withheld, ...(cause?.executionId ? { winner: cause.executionId } : {}) })
    else hits.push({ rule, happening, eventId, scopeKey: scopeKeyOf(plan, happening, context), executionId: newId(), decided: match.decided, stopsLater: match.stopsLater === true })
  }
  return { happening, eventId, hits, whyNot }
}

/** A plan of a newer version cannot be run here; its rule does nothing rather than something else. */
function matchOf(plan: PreparedPlan, event: TriggerEvent, moment: Moment): ReturnType<PreparedPlan['match']> | null {
  try {
    return plan.match(event, moment)
  } catch (error) {
    if (error instanceof PlanError) return null
    throw error
  }
}

function withheldBecause(rule: IngestContext['rules'][number], plan: Plan, mode: Mode, cause: Cause | null, before: number): WhyNot['reason'] | null {
  if (mode === 'off') return 'automation off'
  if (rule.paused) return 'paused'
  if (cause !== null && (cause.hop > HOP_LIMIT || (cause.ruleIds.includes(rule.ruleId) && plan.mayFollowItself !== true))) return 'loop guard'
  return before >= EXECUTIONS_PER_EVENT ? 'limit' : null
}

/** The owner of a rule that was kept from following itself, or from going on in a circle, is told (semantics 21). */
async function tellOfLoops(tx: Tx, workspaceId: string, verdicts: readonly Verdicts[], now: Date): Promise<void> {
  for (const { happening, whyNot } of verdicts) {
    const guarded = whyNot.filter(({ reason }) => reason === 'loop guard')
    for (const { ruleId } of guarded) await alertOwners(tx, { workspaceId, ruleId, kind: 'loop guard', messageId: happening.messageId }, now)
  }
}

function named({ ruleId, versionId }: { readonly ruleId: string; readonly versionId: string }) {
  return { ruleId, ruleVersionId: versionId }
}

function scopeKeyOf({ plan }: PreparedPlan, { messageId, threadId, event, scopeKey: otherwise }: Happening, { epochSeconds }: IngestContext): string {
  const subject = { messageRef: otherwise === null ? messageId : null, threadRef: threadId, sender: event.facts.from?.address ?? null, ...(otherwise === null ? {} : { otherwise }) }
  return scopeKey(plan, subject, epochSeconds)
}
