import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../db/client'
import { originOf } from '../../../db/queries/effect-origin'
import { getExecution, idsIn, type ExecutionDetail, type ExecutionStepDetail } from '../../../db/queries/execution-get'
import { occasionOf } from '../../../db/queries/execution-occasion'
import { messageFacts, recordFact, worldFor } from '../../../db/queries/message-facts'
import { wholeMoment } from '../../../db/queries/moment'
import { namesOf, type Ref } from '../../../db/queries/refs'
import { suppression } from '../../../mail/auto-reply'
import { blankFacts } from '../../../rules/blank-facts'
import { readCalendars } from '../../../rules/calendar'
import { wasReached, type ReplayStep } from '../../../rules/compare-runs'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import type { DryRun, DryStep } from '../../../rules/dry-run'
import type { Receipt, World } from '../../../rules/effects'
import type { OpenRecord } from '../../../rules/record'
import type { MessageFacts } from '../../../rules/facts'
import type { RuleGraph } from '../../../rules/graph'
import type { Problem } from '../../../rules/problem'
import { replay, type Recomputed, type Went } from '../../../rules/replay'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { chosenOf, readable, VERSION_CHOICE } from '../rule/choice'

const INPUT = z.object({
  executionId: z.uuid(),
  /** The drawing as it is, what is live, or any published version of the same rule by its id. */
  version: VERSION_CHOICE.default('live'),
  /** Port by which to leave a wait, by node id. Waits of the execution end as they ended then; without a word here the run ends at one it never came to. */
  waitOutcomes: z.record(z.string().max(64), z.string().max(32)).default({}),
})

/** A step on both sides; null where that side did not come to it. */
export interface ComparedStep extends ReplayStep {
  readonly then: Pick<ExecutionStepDetail, 'state' | 'port' | 'reason' | 'detail' | 'receipts'> | null
  readonly would: DryStep | null
}

/** What another version would have made of an execution's mail, beside what happened. Nothing is written, sent or reserved. */
export interface ExecutionReplay {
  readonly executionId: string
  /** The version that ran. */
  readonly ran: { readonly versionId: string; readonly number: number }
  /** The version that was tried; both null for the draft. */
  readonly tried: { readonly versionId: string | null; readonly number: number | null; readonly graph: RuleGraph; readonly plan: Plan | null }
  readonly versions: readonly { readonly id: string; readonly number: number; readonly isLive: boolean }[]
  /** Of a draft: while blockers stand here there is no run. */
  readonly problems: readonly Problem[]
  readonly run: DryRun | null
  readonly steps: readonly ComparedStep[]
  /** Fields of conditions that were compared with the values stored then. */
  readonly recalled: readonly string[]
  /** What was looked up anew, as it is now. */
  readonly recomputed: Recomputed | null
  /** The text of the mail is not here, so conditions on it see nothing. */
  readonly isTextMissing: boolean
  /** Names for every id in the drawing and the result. */
  readonly refs: Readonly<Record<string, Ref>>
  readonly milliseconds: number
}

/** Tries another version on what set an execution off, with the values it compared then, and tells step by step what would be the same, new, left out or different. */
export const replayAgainst = workspaceProcedure.input(INPUT).query(({ ctx, input: { executionId, version, waitOutcomes } }): Promise<ExecutionReplay> =>
  ctx.db(async (tx) => {
    const begun = performance.now()
    const { workspaceId } = ctx.actor
    const now = ctx.services.now()
    const detail = await getExecution(tx, workspaceId, executionId, now)
    if (detail === null) throw notFound('execution')
    const tried = await chosenOf(tx, workspaceId, detail.ruleId, version)
    const went = tried.plan === null ? null : await wentOf(tx, workspaceId, detail)
    const { timeZone, calendars, lists } = await wholeMoment(tx, workspaceId, now, readCalendars)
    const found = went === null || tried.plan === null ? null : readable(() => replay(tried.plan ?? went.plan, went, { timeZone, calendars, lists, waitOutcomes }))
    const steps = (found?.steps ?? []).map((step) => besides(step, detail, found?.run ?? null))
    return {
      executionId,
      ran: { versionId: detail.versionId, number: detail.version },
      tried: { versionId: tried.versionId, number: tried.number, graph: tried.graph, plan: tried.plan },
      versions: await versionsOf(tx, workspaceId, detail.ruleId),
      problems: tried.problems,
      run: found?.run ?? null,
      steps,
      recalled: found?.recalled ?? [],
      recomputed: found?.recomputed ?? null,
      isTextMissing: went !== null && went.facts.messageRef !== '' && went.facts.text === null,
      refs: { ...Object.fromEntries(await namesOf(tx, workspaceId, idsIn([tried.graph, found?.run.effects, found?.run.steps]))), ...detail.refs },
      milliseconds: Math.round((performance.now() - begun) * 10) / 10,
    }
  }),
)

function besides(step: ReplayStep, { steps }: ExecutionDetail, run: DryRun | null): ComparedStep {
  const row = steps.find(({ stepId }) => stepId === step.id)
  const would = run?.steps.find(({ id }) => id === step.id)
  const then = row === undefined || !wasReached(row) ? null : { state: row.state, port: row.port, reason: row.reason, detail: row.detail, receipts: row.receipts }
  return { ...step, then, would: would === undefined || !wasReached(would) ? null : would }
}

async function wentOf(tx: Tx, workspaceId: string, detail: ExecutionDetail): Promise<Went> {
  const facts = await factsOf(tx, workspaceId, detail)
  const world = await worldFor(tx, { workspaceId, facts, ruleId: detail.ruleId, suppression: suppression(facts, facts.ownAddresses) })
  return {
    plan: readable(() => readPlan(detail.plan)),
    steps: detail.steps.map((step) => ({ ...step, startedAt: step.startedAt.toISOString() })),
    mode: detail.mode,
    begunAt: detail.createdAt.toISOString(),
    occasion: await occasionOf(tx, workspaceId, detail),
    ...(await withItsRecords(tx, workspaceId, detail, { facts, world: { ...world, usedScopes: await usedBefore(tx, detail, world) } })),
  }
}

async function factsOf(tx: Tx, workspaceId: string, { messageId, recordId, accountId }: ExecutionDetail): Promise<MessageFacts> {
  const facts = messageId === null ? await aboutNoMail(tx, workspaceId, accountId) : await messageFacts(tx, workspaceId, messageId)
  if (facts === null) throw notFound('message')
  return recordId === null ? facts : { ...facts, record: (await recordFact(tx, workspaceId, recordId)) ?? facts.record }
}

async function aboutNoMail(tx: Tx, workspaceId: string, accountId: string): Promise<MessageFacts> {
  const { address, identities } = await accountOf(tx, workspaceId, accountId)
  return blankFacts(accountId, [address, ...identities].map((own) => own.toLowerCase()))
}

/** Scopes that others had used when it began: ids are made in the order of time. Those of the run that it repeats are its own. */
async function usedBefore(tx: Tx, detail: ExecutionDetail, { usedScopes = {} }: World): Promise<Readonly<Record<string, string>>> {
  const { first } = await originOf(tx, detail)
  return Object.fromEntries(Object.entries(usedScopes).filter(([, winner]) => winner < first))
}

const RECORD_EFFECTS: ReadonlySet<Receipt['effect']> = new Set<Receipt['effect']>(['record.create', 'record.update', 'record.link'])

/** With the records that it changed and that were closed since: they were open then. */
async function withItsRecords(tx: Tx, workspaceId: string, { steps, recordId }: ExecutionDetail, { facts, world }: Pick<Went, 'facts' | 'world'>): Promise<Pick<Went, 'facts' | 'world'>> {
  const touched = steps.flatMap(({ receipts }) => (receipts ?? []).flatMap((receipt) => (RECORD_EFFECTS.has(receipt.effect) && receipt.result === 'done' && receipt.ref !== undefined ? [receipt.ref] : [])))
  const closed: OpenRecord[] = []
  for (const ref of new Set([...touched, ...(recordId === null ? [] : [recordId])])) {
    const record = world.openRecords.some((open) => open.ref === ref) ? null : await recordFact(tx, workspaceId, ref)
    if (record !== null && isKnownType(record.type)) closed.push({ ...record, type: record.type })
  }
  return { facts, world: { ...world, openRecords: [...closed, ...world.openRecords] } }
}

function isKnownType(type: string): type is OpenRecord['type'] {
  return type === 'ticket' || type === 'lead'
}

async function versionsOf(tx: Tx, workspaceId: string, ruleId: string): Promise<ExecutionReplay['versions']> {
  const rows = await tx.execute(sql`
    select v.id, v.number, v.id = r.live_version_id is true as "isLive" from rule_version v join rule r on r.id = v.rule_id
    where v.workspace_id = ${workspaceId} and v.rule_id = ${ruleId}::uuid order by v.number desc limit 200`)
  return z.array(z.object({ id: z.string(), number: z.number(), isLive: z.boolean() })).parse(rows)
}
