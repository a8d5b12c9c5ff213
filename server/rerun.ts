import { and, asc, eq, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../db/client'
import { enqueue } from '../db/queries/enqueue-dispatch'
import { retryOutgoing } from '../db/queries/outgoing-change'
import { execution, executionStep, outgoingMessage, plan, rule, ruleVersion } from '../db/schema'
import { newId } from '../db/schema/columns'
import { Failure } from '../mail/failure'
import { readPlan } from '../rules/rule-plan'
import { eventsOfRow } from '../rules/plan/ledger'
import type { PlanSkeleton, StepId } from '../rules/plan/plan'
import { begin, walk, WalkError, type WalkState } from '../rules/plan/walk'
import { EFFECT_WORK } from '../rules/effects'

export interface RerunRequest {
  readonly workspaceId: string
  readonly executionId: string
  /** `from failed` takes the outcomes of the steps before over; `dry run` describes instead of doing. */
  readonly as: 'whole' | 'from failed' | 'dry run'
  readonly version: 'original' | 'current'
  /** Steps whose effect is uncertain and that a person decided to risk again. */
  readonly repeatUncertain?: readonly StepId[]
  /** Steps whose effect was done and that a person wants done once more. */
  readonly repeatDone?: readonly StepId[]
  readonly userId: string | null
}

type StepRow = typeof executionStep.$inferSelect

/**
 * Runs a final execution again as a new one that names it (semantics 25) and returns its id. It keeps the first one's effect keys, so that what was done stays
 * done unless a person ticked it; what failed, and what is uncertain on a person's word, may be tried again. Throws `execution.notFound`, `execution.notOver`, `rule.notLive`.
 */
export async function rerun(tx: Tx, request: RerunRequest): Promise<string> {
  const { workspaceId, executionId } = request
  const [old] = await tx.select().from(execution).where(and(eq(execution.workspaceId, workspaceId), eq(execution.id, executionId))).for('no key update')
  if (old === undefined) throw new Failure('execution.notFound', { retry: 'no', publicMessage: 'There is no such execution.' })
  if (old.endedAt === null) throw new Failure('execution.notOver', { retry: 'no', publicMessage: 'This execution has not ended yet. Cancel it first, or wait until it ends.' })
  const version = await versionOf(tx, old, request.version)
  const rows = await tx.select().from(executionStep).where(eq(executionStep.executionId, executionId)).orderBy(asc(executionStep.seq))
  const repeated = (request.repeatDone ?? []).filter((step) => rows.some(({ stepId, state, receipts }) => stepId === step && state === 'done' && receipts !== null))
  const id = newId()
  const mode = request.as === 'dry run' ? 'dry run' : old.mode
  await tx.insert(execution).values({
    id, workspaceId, accountId: old.accountId, ruleId: old.ruleId, ruleVersionId: version.id, planId: version.planId, eventId: newId(), position: 0, trigger: old.trigger, messageId: old.messageId,
    threadId: old.threadId, recordId: old.recordId, triggerData: old.triggerData, mode, scopeKey: old.scopeKey, hop: old.hop, causeExecutionId: old.causeExecutionId, rerunOf: executionId, repeatedSteps: repeated, releasedAt: new Date(),
  })
  // What set it off left its values with the first step; nothing else can tell them again.
  const kept = request.as === 'from failed' ? rows.filter(({ stepId }) => !repeated.includes(stepId)) : rows.filter(({ stepId, outputs }) => outputs !== null && version.skeleton.steps.some(({ id: step, work }) => step === stepId && work === 'trigger'))
  await takeOver(tx, id, version.skeleton, kept)
  if (mode === 'live') await allowAgain(tx, request, id, rows)
  await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'start', subjectId: id }])
  await notifyChanged(tx, workspaceId, 'execution', [id, executionId])
  return id
}

async function versionOf(tx: Tx, old: typeof execution.$inferSelect, which: RerunRequest['version']): Promise<{ id: string; planId: string; skeleton: PlanSkeleton }> {
  const [found] = await tx
    .select({ id: ruleVersion.id, planId: ruleVersion.planId, body: plan.body })
    .from(ruleVersion)
    .innerJoin(plan, eq(plan.id, ruleVersion.planId))
    .innerJoin(rule, eq(rule.id, ruleVersion.ruleId))
    .where(and(eq(ruleVersion.workspaceId, old.workspaceId), which === 'original' ? eq(ruleVersion.id, old.ruleVersionId) : and(eq(rule.id, old.ruleId), eq(rule.liveVersionId, ruleVersion.id))))
  if (found === undefined) throw new Failure('rule.notLive', { retry: 'no', publicMessage: 'The rule has no published version to run.' })
  return { id: found.id, planId: found.planId, skeleton: readPlan(found.body).skeleton }
}

/** Copies the outcomes that still fit: in order, as far as the new walk can have come to each of them. */
async function takeOver(tx: Tx, executionId: string, skeleton: PlanSkeleton, rows: readonly StepRow[]): Promise<void> {
  let state = begin(skeleton)
  const kept: StepRow[] = []
  for (const row of rows) {
    const isOutcome = row.state === 'done' || (row.state === 'skipped' && row.reason !== 'stopped' && row.reason !== 'not on the path taken')
    const next = isOutcome ? heard(skeleton, state, row) : null
    if (next === null) continue
    state = next
    kept.push(row)
  }
  if (kept.length > 0) await tx.insert(executionStep).values(kept.map(({ seq: _, ...row }) => ({ ...row, executionId, attempts: [] })))
}

/** Null when the step cannot have come to this here. */
function heard(skeleton: PlanSkeleton, state: WalkState, row: StepRow): WalkState | null {
  try {
    return eventsOfRow({ ...row, wasUncertain: false }).reduce((at, event) => walk(skeleton, at, { type: 'step', event }).state, state)
  } catch (error) {
    if (error instanceof WalkError) return null
    throw error
  }
}

/** Claims and mails of failed steps may be tried again under their keys; uncertain ones only where a person said so. What is done or under way stays. */
async function allowAgain(tx: Tx, { workspaceId, repeatUncertain = [], userId }: RerunRequest, executionId: string, rows: readonly StepRow[]): Promise<void> {
  for (const { stepId, state, receipts, executionId: from } of rows) {
    if (state !== 'failed' && !(state === 'uncertain' && repeatUncertain.includes(stepId))) continue
    await tx.execute(sql`
      update claim set state = 'reserved', token = ${newId()}, lease_until = now(), calling_at = null, attempts = 0, receipt = null, next_try_at = null, settled_at = null, created_at = now()
      where workspace_id = ${workspaceId} and execution_id = ${from}::uuid and step_id = ${stepId} and state = ${state}`)
    const mail = receipts?.find((receipt) => EFFECT_WORK[receipt.effect] === 'mail' && receipt.result === 'done')
    if (mail?.result !== 'done' || mail.ref === undefined) continue
    // The mail now belongs to the new execution, which is woken when it is settled.
    await tx.update(outgoingMessage).set({ executionId }).where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, mail.ref)))
    await retryOutgoing(tx, workspaceId, mail.ref, userId, state)
  }
}
