import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../client'
import { newId } from '../schema/columns'
import { among, countBacklog, type Backlog } from './backlog'
import { Instant } from './keyset'

/** Mails that one job takes at most. */
export const BACKLOG_LIMIT = 100_000

/** Which of the account's mail a rule is applied to. */
export const Chosen = z.object({
  /** Null: all that came in and does not lie among junk or in the trash. */
  mailboxId: z.uuid().nullable().default(null),
  since: z.coerce.date().nullable().default(null),
  /** Received before. */
  until: z.coerce.date(),
  /** Only the newest so many. */
  limit: z.number().int().min(1).max(BACKLOG_LIMIT).default(BACKLOG_LIMIT),
})
export type Chosen = z.infer<typeof Chosen>

export interface Target {
  readonly workspaceId: string
  readonly accountId: string
}

/** How many mails are chosen. */
export async function countChosen(tx: Tx, target: Target, chosen: Chosen): Promise<number> {
  return Math.min(chosen.limit, await countBacklog(tx, backlogOf(target, chosen)))
}

export interface NewJob extends Target {
  readonly ruleId: string
  readonly versionId: string
  readonly planId: string
  readonly mode: 'live' | 'dry run'
  readonly userId: string | null
  readonly chosen: Chosen
}

/** Writes a job and which mails it is about, from then on whatever comes in or goes. Returns its id and how many they are. */
export async function freezeBacklog(tx: Tx, job: NewJob): Promise<{ readonly jobId: string; readonly total: number }> {
  const { workspaceId, chosen } = job
  const jobId = newId()
  await tx.execute(sql`
    insert into backlog_job (id, workspace_id, rule_id, rule_version_id, plan_id, mode, user_id, total, chosen)
    values (${jobId}, ${workspaceId}, ${job.ruleId}, ${job.versionId}, ${job.planId}, ${job.mode}, ${job.userId}, 0, ${JSON.stringify(chosen)}::jsonb)`)
  const { count: total } = await tx.execute(sql`
    insert into backlog_item (workspace_id, job_id, message_id, place)
    select ${workspaceId}::uuid, ${jobId}::uuid, c.id, row_number() over (order by c.received_at, c.id) from (
      select m.id, m.received_at from message m where ${among(backlogOf(job, chosen))} order by m.received_at desc, m.id desc limit ${chosen.limit}) c`)
  await tx.execute(sql`update backlog_job set total = ${total} where id = ${jobId}::uuid`)
  await notifyChanged(tx, workspaceId, 'backlog', [jobId])
  return { jobId, total }
}

/** The mail that was chosen, as the backlog is asked for it. */
export function backlogOf({ workspaceId, accountId }: Target, { mailboxId, since, until }: Chosen): Backlog {
  return { workspaceId, accountId, mailboxId, since, until }
}

const Row = z.object({
  id: z.string(),
  ruleId: z.string(),
  /** Number of the version that is applied, whatever was published since. */
  version: z.number(),
  mode: z.enum(['live', 'dry run']),
  state: z.enum(['running', 'paused', 'aborted', 'done']),
  /** Paused or aborted by Postroom: `halted`, `rule deleted`; null: by a person, or neither. */
  pausedBecause: z.string().nullable(),
  /** While it runs: why nothing is begun at the moment. */
  heldBecause: z.enum(['budget', 'rule paused', 'automation off']).nullable(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  mailboxName: z.string().nullable(),
  chosen: Chosen,
  total: z.number(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  /** Mails by what became of them. */
  pending: z.number(),
  started: z.number(),
  notMatched: z.number(),
  passedOver: z.number(),
  gone: z.number(),
  failed: z.number(),
})
/** A job and how far it has come. */
export type BacklogJob = z.infer<typeof Row>

/** The jobs of a rule, newest first. */
export async function backlogJobs(tx: Tx, workspaceId: string, ruleId: string): Promise<readonly BacklogJob[]> {
  return jobsWhere(tx, sql`j.workspace_id = ${workspaceId} and j.rule_id = ${ruleId}::uuid`)
}

/** One job; null: there is none. */
export async function backlogJob(tx: Tx, workspaceId: string, jobId: string): Promise<BacklogJob | null> {
  const [job] = await jobsWhere(tx, sql`j.workspace_id = ${workspaceId} and j.id = ${jobId}::uuid`)
  return job ?? null
}

async function jobsWhere(tx: Tx, condition: SQL): Promise<readonly BacklogJob[]> {
  const rows = await tx.execute(sql`
    select j.id, j.rule_id as "ruleId", v.number as version, j.mode, j.state, j.paused_because as "pausedBecause", j.chosen, j.total, j.created_at as "createdAt", j.ended_at as "endedAt",
      case when j.state <> 'running' then null when r.paused_because = 'budget' then 'budget' when r.state = 'paused' then 'rule paused' when a.incoming_mode = 'off' then 'automation off' end as "heldBecause",
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as person, b.name as "mailboxName", n.*
    from backlog_job j join rule r on r.id = j.rule_id join account a on a.id = r.account_id join rule_version v on v.id = j.rule_version_id
      left join app_user u on u.id = j.user_id left join mailbox b on b.id = nullif(j.chosen ->> 'mailboxId', '')::uuid
      cross join lateral (select count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'started')::int as started, count(*) filter (where state = 'passed over' and reason = 'condition')::int as "notMatched",
        count(*) filter (where state = 'passed over' and reason <> 'condition')::int as "passedOver", count(*) filter (where state = 'gone')::int as gone, count(*) filter (where state = 'failed')::int as failed from backlog_item where job_id = j.id) n
    where ${condition} order by j.created_at desc, j.id desc limit 50`)
  return z.array(Row).parse(rows)
}

/** Changes a job that is in one of the states; false: it is not. Whoever works on it finishes the mails at hand first. */
export async function setJobState(tx: Tx, workspaceId: string, jobId: string, from: readonly BacklogJob['state'][], to: BacklogJob['state']): Promise<boolean> {
  const states = sql.join(from.map((state) => sql`${state}`), sql`, `)
  const rows = await tx.execute(sql`
    update backlog_job set state = ${to}, paused_because = null, ended_at = case when ${to} in ('aborted', 'done') then now() end where workspace_id = ${workspaceId} and id = ${jobId}::uuid and state in (${states}) returning 1`)
  if (rows.length > 0) await notifyChanged(tx, workspaceId, 'backlog', [jobId])
  return rows.length > 0
}

/** The kill switch stops what would begin more: a person says whether it goes on. */
export async function pauseBacklogs(tx: Tx, workspaceId: string, accountId: string | null): Promise<void> {
  await tx.execute(sql`
    update backlog_job j set state = 'paused', paused_because = 'halted' from rule r
    where j.workspace_id = ${workspaceId} and j.state = 'running' and r.id = j.rule_id ${accountId === null ? sql`` : sql`and r.account_id = ${accountId}::uuid`}`)
}
