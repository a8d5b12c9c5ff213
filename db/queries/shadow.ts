import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Compared } from '../../rules/node-type'
import { notifyChanged, type Tx } from '../client'
import { SHADOW_VERDICTS } from '../schema'
import { newId } from '../schema/columns'
import { afterCursor, Instant, instant, newestFirst, pageOf, type Cursor, type Page } from './keyset'

export interface NewShadow {
  readonly workspaceId: string
  readonly ruleId: string
  /** Null: a draft, which is kept here as it is now. */
  readonly versionId: string | null
  readonly graph: unknown
  readonly planId: string
  readonly userId: string | null
}

/** Lets a drawing look at what arrives from now on, in place of any that does. The rule's row must be locked by the caller. Returns its id. */
export async function startShadow(tx: Tx, { workspaceId, ruleId, versionId, graph, planId, userId }: NewShadow): Promise<string> {
  await endShadow(tx, workspaceId, ruleId, 'stopped')
  const id = newId()
  await tx.execute(sql`
    insert into rule_shadow (id, workspace_id, rule_id, version_id, graph, plan_id, started_by)
    values (${id}, ${workspaceId}, ${ruleId}, ${versionId}, ${JSON.stringify(graph)}::jsonb, ${planId}, ${userId})`)
  await tx.execute(sql`update rule set shadow_id = ${id}::uuid, shadow_plan_id = ${planId}::uuid where workspace_id = ${workspaceId} and id = ${ruleId}::uuid`)
  await notifyChanged(tx, workspaceId, 'rule', [ruleId])
  return id
}

/** Ends the rule's shadow, where it has one; what it saw stays to be read. Whether it had one. */
export async function endShadow(tx: Tx, workspaceId: string, ruleId: string, because: 'published' | 'stopped' | 'deleted'): Promise<boolean> {
  const ended = await tx.execute(sql`
    with freed as (update rule set shadow_id = null, shadow_plan_id = null where workspace_id = ${workspaceId} and id = ${ruleId}::uuid and shadow_id is not null)
    update rule_shadow set ended_at = now(), ended_because = ${because} where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and ended_at is null returning 1`)
  if (ended.length > 0) await notifyChanged(tx, workspaceId, 'rule', [ruleId])
  return ended.length > 0
}

const Counted = z.object({ neither: z.number(), same: z.number(), 'only live': z.number(), 'only shadow': z.number(), 'other effects': z.number(), broken: z.number() })

const Shadow = z.object({
  id: z.string(),
  ruleId: z.string(),
  /** Null: a draft that was never published. */
  version: z.number().nullable(),
  graph: z.unknown(),
  startedAt: Instant,
  startedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  endedAt: Instant.nullable(),
  endedBecause: z.enum(['published', 'stopped', 'deleted']).nullable(),
  /** Mails by how the two compared. */
  counts: Counted,
})
export type ShadowRow = z.infer<typeof Shadow>

/** The shadows a rule had, newest first, with what they saw. */
export async function shadowsOf(tx: Tx, workspaceId: string, ruleId: string): Promise<readonly ShadowRow[]> {
  const counts = sql.join(SHADOW_VERDICTS.map((verdict) => sql`count(*) filter (where verdict = ${verdict})::int as ${sql.identifier(verdict)}`), sql`, `)
  const rows = await tx.execute(sql`
    select s.id, s.rule_id as "ruleId", v.number as version, s.graph, s.started_at as "startedAt", s.ended_at as "endedAt", s.ended_because as "endedBecause",
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "startedBy", (select row_to_json(n) from (select ${counts} from shadow_look where shadow_id = s.id) n) as counts
    from rule_shadow s left join rule_version v on v.id = s.version_id left join app_user u on u.id = s.started_by
    where s.workspace_id = ${workspaceId} and s.rule_id = ${ruleId}::uuid order by s.started_at desc, s.id desc limit 20`)
  return z.array(Shadow).parse(rows)
}

const Look = z.object({
  messageId: z.string(),
  /** Null: the mail was deleted. */
  message: z.object({ subject: z.string(), fromName: z.string(), fromAddress: z.string(), receivedAt: Instant }).nullable(),
  verdict: z.enum(SHADOW_VERDICTS),
  executionId: z.string().nullable(),
  /** What each side would have done, as `step: effect`. */
  effects: z.object({ live: z.array(z.string()), shadow: z.array(z.string()) }).nullable(),
  /** Where one side passed over the mail: the step that said no, and what it compared. */
  step: z.string().nullable(),
  because: z.custom<readonly Compared[]>((value) => Array.isArray(value)).nullable(),
  at: Instant,
  cursorAt: z.string(),
})
export interface ShadowLookRow extends Omit<z.infer<typeof Look>, 'cursorAt'> {}

/** The mails about which the two differed, newest first. */
export async function differingLooks(tx: Tx, workspaceId: string, shadowId: string, cursor: Cursor | null, limit: number): Promise<Page<ShadowLookRow>> {
  const rows = z.array(Look).parse(
    await tx.execute(sql`
      select l.message_id as "messageId", l.verdict, l.execution_id as "executionId", l.effects, l.step, l.because, l.at, ${instant(sql`l.at`)} as "cursorAt",
        case when m.id is not null then json_build_object('subject', m.subject, 'fromName', m.from_name, 'fromAddress', m.from_address, 'receivedAt', m.received_at) end as message
      from shadow_look l left join message m on m.id = l.message_id
      where l.workspace_id = ${workspaceId} and l.shadow_id = ${shadowId}::uuid and l.verdict not in ('neither', 'same') and ${afterCursor(sql`l.at`, sql`l.message_id`, cursor)}
      order by ${newestFirst(sql`l.at`, sql`l.message_id`)} limit ${limit + 1}`),
  )
  const page = pageOf(rows, limit, (row) => ({ at: row.cursorAt, id: row.messageId }))
  return { nextCursor: page.nextCursor, rows: page.rows.map(({ cursorAt: _, ...row }) => row) }
}
