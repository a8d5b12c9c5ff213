import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../../db/client'
import { factsOfMessages } from '../../db/queries/message-facts'
import { AUTOMATION_MODES } from '../../db/schema'
import type { MessageFacts } from '../../rules/facts'
import type { Happening } from '../events/happening'
import { causeOfMail } from '../ingest/causes'
import { readContext } from '../ingest/context'
import { insertStarts } from '../ingest/insert-starts'
import { matchRules } from '../ingest/match-rules'
import type { Verdicts } from '../ingest/verdicts'
import type { Plans } from '../plans'

/** A running job. */
export interface Job {
  readonly workspaceId: string
  readonly jobId: string
}

/** `more`: there is something to do now; `busy`: what it set off is to be finished first; `held`: its rule or account is not on; `over`: it ended, was paused, or is another worker's. */
export type SliceResult = 'more' | 'busy' | 'held' | 'over'

/** Executions of one job that may be under way at a time, so that mail that arrives never waits behind a long list. */
const ROOM = 50
/** Among so many of the newest it looks for those that are under way. */
const LOOKED_AT = 200

const Standing = z.object({
  ruleId: z.string(),
  versionId: z.string(),
  planId: z.string(),
  mode: z.enum(['live', 'dry run']),
  userId: z.string().nullable(),
  accountId: z.string(),
  isRuleGone: z.boolean(),
  isRulePaused: z.boolean(),
  isHalted: z.boolean(),
  accountMode: z.enum(AUTOMATION_MODES),
  underWay: z.number(),
})
type Standing = z.infer<typeof Standing>

/** Asks the job's rule about its next mails, at most so many. The job's row is locked: one worker at a time, and a person who pauses or aborts it waits a moment. */
export async function takeSlice(tx: Tx, plans: Plans, job: Job, now: Date, most: number): Promise<SliceResult> {
  const [locked] = await tx.execute(sql`select 1 from backlog_job where workspace_id = ${job.workspaceId} and id = ${job.jobId}::uuid and state = 'running' for no key update skip locked`)
  if (locked === undefined) return 'over'
  const standing = await standingOf(tx, job)
  if (standing === null || standing.isRuleGone) return end(tx, job, 'aborted', 'rule deleted')
  if (standing.isHalted) return pauseAsHalted(tx, job)
  if (standing.isRulePaused || standing.accountMode === 'off') return 'held'
  if (standing.underWay >= ROOM) return 'busy'
  const messageIds = await nextOf(tx, job, Math.min(most, ROOM - standing.underWay))
  if (messageIds.length === 0) return end(tx, job, 'done', null)
  await ask(tx, plans, job, standing, messageIds, now)
  return 'more'
}

async function standingOf(tx: Tx, { workspaceId, jobId }: Job): Promise<Standing | null> {
  const [row] = await tx.execute(sql`
    select j.rule_id as "ruleId", j.rule_version_id as "versionId", j.plan_id as "planId", j.mode, j.user_id as "userId", a.id as "accountId", r.state = 'deleted' or a.deleted_at is not null as "isRuleGone", r.state = 'paused' as "isRulePaused",
      w.halted or a.halted as "isHalted", a.incoming_mode as "accountMode",
      (select count(*)::int from (select execution_id from backlog_item where job_id = j.id and state = 'started' order by execution_id desc nulls last limit ${LOOKED_AT}) i
        join execution e on e.id = i.execution_id where e.ended_at is null and not e.parked and e.held_at is null) as "underWay"
    from backlog_job j join rule r on r.id = j.rule_id join account a on a.id = r.account_id join workspace w on w.id = j.workspace_id
    where j.workspace_id = ${workspaceId} and j.id = ${jobId}::uuid`)
  return row === undefined ? null : Standing.parse(row)
}

async function nextOf(tx: Tx, { jobId }: Job, most: number): Promise<readonly string[]> {
  const rows = await tx.execute(sql`select message_id as id from backlog_item where job_id = ${jobId}::uuid and state = 'pending' order by place limit ${most}`)
  return rows.map(({ id }) => String(id))
}

/** The way by which arriving mail is asked about, for one rule and on what is known of each mail now. */
async function ask(tx: Tx, plans: Plans, job: Job, standing: Standing, messageIds: readonly string[], now: Date): Promise<void> {
  const { workspaceId, jobId } = job
  const { accountId, ruleId, versionId, planId, userId } = standing
  const found = await factsOfMessages(tx, workspaceId, messageIds)
  const context = await readContext(tx, { workspaceId, accountId })
  const mode = context.mode === 'live' ? standing.mode : context.mode
  const happenings = await Promise.all(messageIds.flatMap((id) => {
    const facts = found.get(id)
    return facts === undefined || facts.accountRef !== accountId ? [] : [happeningOf(tx, workspaceId, facts, { backlogJobId: jobId, ...(userId === null ? {} : { userId }) })]
  }))
  const place = { workspaceId, accountId, now }
  const verdicts = await matchRules(tx, plans, place, { ...context, mode, rules: [{ ruleId, versionId, planId, paused: false, shadow: null }] }, happenings)
  // Why the rule did nothing is on the job's items: what was noted when the mail arrived stays.
  await insertStarts(tx, place, verdicts.map((verdict) => ({ ...verdict, whyNot: [] })))
  await settle(tx, job, messageIds, verdicts)
  const started = verdicts.flatMap(({ starts }) => starts.map(({ executionId }) => executionId))
  if (started.length > 0) await notifyChanged(tx, workspaceId, 'execution', started)
  await notifyChanged(tx, workspaceId, 'backlog', [jobId])
}

async function happeningOf(tx: Tx, workspaceId: string, facts: MessageFacts, triggerData: Happening['triggerData']): Promise<Happening> {
  const cause = await causeOfMail(tx, workspaceId, facts)
  const { messageRef: messageId, threadRef: threadId, accountRef } = facts
  return { trigger: 'mail arrived', triggerData, messageId, threadId, recordId: null, event: { type: 'mail arrived', facts, accountRef }, scopeKey: null, cause }
}

async function settle(tx: Tx, { jobId }: Job, messageIds: readonly string[], verdicts: readonly Verdicts[]): Promise<void> {
  const byMessage = new Map(verdicts.map((verdict) => [verdict.happening.messageId, verdict]))
  const rows = messageIds.map((id) => ({ id, ...itemOf(byMessage.get(id)) }))
  await tx.execute(sql`
    update backlog_item i set state = r.state, execution_id = r.execution, reason = r.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, state text, execution uuid, reason text) where i.job_id = ${jobId}::uuid and i.message_id = r.id`)
}

/** No verdict: the mail is gone. Neither started nor a reason: the rule's plan cannot be run by this version. */
function itemOf(verdict: Verdicts | undefined) {
  if (verdict === undefined) return { state: 'gone', execution: null, reason: null }
  const [start] = verdict.starts
  if (start !== undefined) return { state: 'started', execution: start.executionId, reason: null }
  const [why] = verdict.whyNot
  return why === undefined ? { state: 'failed', execution: null, reason: 'unreadable' } : { state: 'passed over', execution: why.reason === 'scope used' ? (why.winner ?? null) : null, reason: why.reason }
}

async function end(tx: Tx, { workspaceId, jobId }: Job, state: 'done' | 'aborted', because: string | null): Promise<'over'> {
  await tx.execute(sql`update backlog_job set state = ${state}, paused_because = ${because}, ended_at = now() where id = ${jobId}::uuid`)
  await notifyChanged(tx, workspaceId, 'backlog', [jobId])
  return 'over'
}

/** After the kill switch a person says whether it goes on. */
async function pauseAsHalted(tx: Tx, { workspaceId, jobId }: Job): Promise<'over'> {
  await tx.execute(sql`update backlog_job set state = 'paused', paused_because = 'halted' where id = ${jobId}::uuid`)
  await notifyChanged(tx, workspaceId, 'backlog', [jobId])
  return 'over'
}
