import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Compared } from '../../rules/node-type'
import type { Receipt } from '../../rules/effects'
import { WAIT_EVENTS, outgoingEvent, type StepAttempt, type StepError } from '../schema'
import type { Tx } from '../client'
import { originOf } from './effect-origin'
import { ExecutionFilter } from './execution-filter'
import { listExecutions, type ExecutionListRow } from './execution-list'
import { Instant } from './keyset'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'
import { namesOf, type Ref } from './refs'
import { oneMessage, type ThreadMessageRow } from './thread-messages'

/** JSON columns that only our own code writes, from closed types; looked at again by nobody but the screens. */
const written = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)

const Step = z.object({
  stepId: z.string(),
  state: z.enum(['pending', 'ready', 'running', 'waiting', 'retrying', 'done', 'skipped', 'failed', 'uncertain', 'cancelled']),
  port: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  attempts: z.array(written<StepAttempt>()),
  nextTryAt: Instant.nullable(),
  compared: z.array(written<Compared>()).nullable(),
  receipts: z.array(written<Receipt>()).nullable(),
  outputs: z.record(z.string(), z.string()).nullable(),
  error: written<StepError>().nullable(),
  /** The mail this step wrote, and what became of each attempt to send it. */
  mail: z
    .object({
      id: z.string(),
      state: OutgoingStanding,
      to: z.array(z.object({ name: z.string(), address: z.string() })),
      subject: z.string(),
      nextTryAt: Instant.nullable(),
      trail: z.array(z.object({ at: Instant, kind: z.enum(outgoingEvent.kind.enumValues), detail: z.string().nullable() })),
    })
    .nullable(),
  wait: z.object({ listensTo: z.enum(WAIT_EVENTS), dueAt: Instant, decidedAt: Instant.nullable(), decidedByMessageId: z.string().nullable() }).nullable(),
})

/** One step as the ledger has it. Its type, name and config are those of the node with the same id in the version's graph. */
export interface ExecutionStepDetail extends z.infer<typeof Step> {
  /** The names under which its effects are known for ever, one per receipt; none in a dry run. */
  readonly effectKeys: readonly string[]
}

const Related = z.object({ id: z.string(), ruleName: z.string(), state: z.string() })

const About = z.object({
  scopeKey: z.string(),
  hop: z.number(),
  parked: z.boolean(),
  causeExecutionId: z.string().nullable(),
  /** What set it off, where that was another execution; null also where that one is forgotten. */
  cause: Related.nullable(),
  /** Executions that it set off. */
  caused: z.array(Related),
  /** What set it off beside the mail: ids and codes. */
  triggerData: z.record(z.string(), z.string()),
  /** Its rule was applied to mail that was there already: the job. Null also where that one is forgotten. */
  backlogJobId: z.string().nullable(),
  cancelRequestedAt: Instant.nullable(),
  versionId: z.string(),
  publishedAt: Instant,
  author: z.string().nullable(),
  note: z.string(),
  /** The drawing and the plan of the version that ran, as stored. */
  graph: z.unknown(),
  plan: z.unknown(),
  liveVersion: z.number().nullable(),
  reruns: z.array(z.object({ id: z.string(), state: z.string(), createdAt: Instant })),
  /** Other executions of the same arrival, in rule order. */
  siblings: z.array(z.object({ id: z.string(), ruleName: z.string(), state: z.string(), position: z.number() })),
})

export interface ExecutionDetail extends ExecutionListRow, z.infer<typeof About> {
  readonly steps: readonly ExecutionStepDetail[]
  /** Names for every id that receipts and configs mention, by id. */
  readonly refs: Readonly<Record<string, Ref>>
  readonly message: ThreadMessageRow | null
}

/** Everything the page of one execution shows. Null: no such execution. */
export async function getExecution(tx: Tx, workspaceId: string, executionId: string, now: Date): Promise<ExecutionDetail | null> {
  const found = await aboutExecution(tx, workspaceId, executionId)
  if (found === null) return null
  const [row] = (await listExecutions(tx, { workspaceId, filter: ExecutionFilter.parse({ executionId }), cursor: null, limit: 1, now })).rows
  if (row === undefined) return null
  const origin = await originOf(tx, row)
  const steps = (await stepsOf(tx, workspaceId, executionId)).map((step) => ({ ...step, effectKeys: row.mode === 'dry run' ? [] : (step.receipts ?? []).map((_, index) => origin.key(step.stepId, index)) }))
  const refs = await namesOf(tx, workspaceId, [...idsIn(found.graph), ...idsIn(steps.map((step) => [step.receipts, step.outputs]))])
  return { ...row, ...found, steps, refs: Object.fromEntries(refs), message: row.messageId === null ? null : await oneMessage(tx, workspaceId, row.messageId) }
}

async function aboutExecution(tx: Tx, workspaceId: string, executionId: string) {
  const [row] = await tx.execute(sql`
    select e.scope_key as "scopeKey", e.hop, e.parked, e.cause_execution_id as "causeExecutionId", e.trigger_data as "triggerData", (select j.id from backlog_job j where j.workspace_id = e.workspace_id and j.id = (e.trigger_data ->> 'backlogJobId')::uuid) as "backlogJobId", e.cancel_requested_at as "cancelRequestedAt",
      v.id as "versionId", v.published_at as "publishedAt", u.name as author, v.note, v.graph, p.body as plan, live.number as "liveVersion",
      coalesce((select json_agg(json_build_object('id', x.id, 'state', x.state, 'createdAt', x.created_at) order by x.created_at) from execution x where x.rule_id = e.rule_id and x.rerun_of = e.id), '[]'::json) as reruns,
      coalesce((select json_agg(json_build_object('id', x.id, 'ruleName', xr.name, 'state', x.state, 'position', x.position) order by x.position)
        from execution x join rule xr on xr.id = x.rule_id where x.event_id = e.event_id and x.id <> e.id), '[]'::json) as siblings,
      (select json_build_object('id', x.id, 'ruleName', xr.name, 'state', x.state) from execution x join rule xr on xr.id = x.rule_id where x.id = e.cause_execution_id) as cause,
      coalesce((select json_agg(json_build_object('id', x.id, 'ruleName', xr.name, 'state', x.state) order by x.created_at) from execution x join rule xr on xr.id = x.rule_id where x.workspace_id = e.workspace_id and x.cause_execution_id = e.id), '[]'::json) as caused
    from execution e join rule r on r.id = e.rule_id join rule_version v on v.id = e.rule_version_id join plan p on p.id = e.plan_id
    left join rule_version live on live.id = r.live_version_id left join app_user u on u.id = v.author_id
    where e.workspace_id = ${workspaceId} and e.id = ${executionId}::uuid`)
  return row === undefined ? null : About.parse(row)
}

async function stepsOf(tx: Tx, workspaceId: string, executionId: string): Promise<z.infer<typeof Step>[]> {
  const rows = await tx.execute(sql`
    select s.step_id as "stepId", s.state, s.port, s.reason, s.detail, s.started_at as "startedAt", s.ended_at as "endedAt", s.attempts, s.next_try_at as "nextTryAt", s.compared, s.receipts, s.outputs, s.error,
      case when w.id is not null then json_build_object('listensTo', w.listens_to, 'dueAt', w.due_at, 'decidedAt', w.decided_at, 'decidedByMessageId', w.decided_by_message_id) end as wait,
      (select json_build_object('id', o.id, 'state', ${OUTGOING_STANDING}, 'to', o."to", 'subject', o.subject, 'nextTryAt', o.next_try_at,
        'trail', coalesce((select json_agg(json_build_object('at', v.at, 'kind', v.kind, 'detail', v.detail) order by v.seq) from outgoing_event v where v.outgoing_message_id = o.id), '[]'::json))
        from outgoing_message o where o.execution_id = s.execution_id and o.step_id = s.step_id limit 1) as mail
    from execution_step s left join wait w on w.execution_id = s.execution_id and w.step_id = s.step_id
    where s.workspace_id = ${workspaceId} and s.execution_id = ${executionId}::uuid order by s.seq`)
  return z.array(Step).parse(rows)
}

/** Every string in a JSON value that could be an id; `namesOf` takes those that are. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(idsIn)
}
