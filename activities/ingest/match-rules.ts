import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import type { WhyNot } from '../../db/schema'
import { send } from '../../db/send'
import type { Decided } from '../../rules/match'
import type { TriggerEvent } from '../../rules/node-type'
import { PlanError } from '../../rules/plan-node'
import type { Plans, PreparedPlan } from '../plans'
import type { IngestContext } from './context'
import { HOP_LIMIT, type Cause } from './causes'
import type { Happening } from '../events/happening'
import { scopeKey } from '../../rules/scope'

/** Executions that one event may set off (semantics 2). */
const EXECUTIONS_PER_EVENT = 50

/** An execution to be inserted. */
export interface Start {
  readonly executionId: string
  readonly ruleId: string
  readonly versionId: string
  readonly planId: string
  readonly eventId: string
  readonly position: number
  readonly happening: Happening
  readonly mode: 'live' | 'dry run'
  readonly scopeKey: string
  readonly hop: number
  readonly causeExecutionId: string | null
  readonly decided: readonly Decided[]
}

/** What the rules made of one event. */
export interface Verdicts {
  readonly happening: Happening
  readonly eventId: string
  readonly starts: readonly Start[]
  readonly whyNot: readonly WhyNot[]
}

interface Hit {
  readonly rule: IngestContext['rules'][number]
  readonly happening: Happening
  readonly eventId: string
  readonly scopeKey: string
  readonly executionId: string
  readonly decided: readonly Decided[]
}

/** Where and when rules are asked. */
export interface Place {
  readonly workspaceId: string
  readonly now: Date
}

/** Runs every rule of the account over every event and claims the scopes of those that have something to do (semantics 13). */
export async function matchRules(tx: Tx, plans: Plans, { workspaceId, now }: Place, context: IngestContext, happenings: readonly Happening[]): Promise<readonly Verdicts[]> {
  if (context.rules.length === 0 || happenings.length === 0) return []
  const prepared = await plans.get(tx, context.rules.map(({ planId }) => planId))
  const mode = context.halted ? 'off' : context.mode
  const looks = happenings.map((happening) => look(happening, context, prepared, mode, now))
  const hits = looks.flatMap((seen) => seen.hits)
  const winners = mode === 'live' ? await reserve(tx, workspaceId, hits) : await reserved(tx, hits)
  return looks.map(({ happening, eventId, hits: mine, whyNot }) => {
    const { cause } = happening
    const won = mine.filter((hit) => (winners.get(keyOf(hit)) ?? hit.executionId) === hit.executionId)
    const lost = mine.filter((hit) => !won.includes(hit)).map((hit): WhyNot => ({ ...named(hit.rule), reason: 'scope used', winner: winners.get(keyOf(hit)) }))
    const starts = won.map((hit, position): Start => ({
      ...named(hit.rule), executionId: hit.executionId, versionId: hit.rule.versionId, planId: hit.rule.planId, eventId, position, happening, mode: mode === 'live' ? 'live' : 'dry run',
      scopeKey: hit.scopeKey, hop: cause?.hop ?? 0, causeExecutionId: cause?.executionId ?? null, decided: hit.decided,
    }))
    return { happening, eventId, starts, whyNot: [...whyNot, ...lost] }
  })
}

type Mode = 'off' | 'dry run' | 'live'

function look(happening: Happening, context: IngestContext, prepared: ReadonlyMap<string, PreparedPlan>, mode: Mode, now: Date) {
  const { cause } = happening
  const eventId = newId()
  const hits: Hit[] = []
  const whyNot: WhyNot[] = []
  for (const rule of context.rules) {
    const plan = prepared.get(rule.planId)
    const match = plan === undefined ? null : matchOf(plan, happening.event)
    if (plan === undefined || match === null) continue
    if (!match.hit && match.reason === 'trigger') continue
    if (!match.hit) {
      whyNot.push({ ...named(rule), reason: 'condition', step: match.step, because: match.because })
      continue
    }
    const withheld = withheldBecause(rule, mode, cause, hits.length)
    if (withheld !== null) whyNot.push({ ...named(rule), reason: withheld, ...(cause?.executionId ? { winner: cause.executionId } : {}) })
    else hits.push({ rule, happening, eventId, scopeKey: scopeKeyOf(plan, happening, now), executionId: newId(), decided: match.decided })
  }
  return { happening, eventId, hits, whyNot }
}

/** A plan of a newer version cannot be run here; its rule does nothing rather than something else. */
function matchOf(plan: PreparedPlan, event: TriggerEvent): ReturnType<PreparedPlan['match']> | null {
  try {
    return plan.match(event)
  } catch (error) {
    if (error instanceof PlanError) return null
    throw error
  }
}

function withheldBecause(rule: IngestContext['rules'][number], mode: Mode, cause: Cause | null, before: number): WhyNot['reason'] | null {
  if (mode === 'off') return 'automation off'
  if (rule.paused) return 'paused'
  if (cause !== null && (cause.hop > HOP_LIMIT || cause.ruleIds.includes(rule.ruleId))) return 'loop guard'
  return before >= EXECUTIONS_PER_EVENT ? 'limit' : null
}

function named({ ruleId, versionId }: { readonly ruleId: string; readonly versionId: string }) {
  return { ruleId, ruleVersionId: versionId }
}

function scopeKeyOf({ plan }: PreparedPlan, { messageId, threadId, event, scopeKey: otherwise }: Happening, now: Date): string {
  const subject = { messageRef: otherwise === null ? messageId : null, threadRef: threadId, sender: event.facts.from?.address ?? null, ...(otherwise === null ? {} : { otherwise }) }
  return scopeKey(plan, subject, now.getTime() / 1_000)
}

function keyOf({ rule, scopeKey }: Hit): string {
  return `${rule.ruleId} ${scopeKey}`
}

const Holders = z.array(z.object({ rule: z.string(), scope: z.string(), execution: z.string() }))

/** Who holds each scope after everybody asked for it, sorted, so that two transactions ask in one order. */
async function reserve(tx: Tx, workspaceId: string, hits: readonly Hit[]): Promise<ReadonlyMap<string, string>> {
  if (hits.length === 0) return new Map()
  const rows = hits.map(({ rule, scopeKey, executionId }) => ({ id: newId(), rule: rule.ruleId, scope: scopeKey, execution: executionId }))
  const inserted = send(tx, sql`
    insert into reservation (workspace_id, id, rule_id, scope_key, execution_id)
    select ${workspaceId}::uuid, r.id, r.rule, r.scope, r.execution from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, rule uuid, scope text, execution uuid)
    order by r.rule, r.scope collate "C", r.id on conflict do nothing`)
  const [, holders] = await Promise.all([inserted, reserved(tx, hits)])
  return holders
}

/** Who holds the scopes, without asking for them: a dry run takes nothing. */
async function reserved(tx: Tx, hits: readonly Hit[]): Promise<ReadonlyMap<string, string>> {
  if (hits.length === 0) return new Map()
  const asked = hits.map(({ rule, scopeKey }) => ({ rule: rule.ruleId, scope: scopeKey }))
  const rows = Holders.parse(
    await send(tx, sql`
      select h.rule_id as rule, h.scope_key as scope, h.execution_id as execution
      from reservation h join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as r(rule uuid, scope text) on h.rule_id = r.rule and h.node_id = '' and h.scope_key = r.scope`),
  )
  return new Map(rows.map(({ rule, scope, execution }) => [`${rule} ${scope}`, execution]))
}
