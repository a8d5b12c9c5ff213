import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { WhyNot } from '../schema'
import type { Tx } from '../client'
import { Instant } from './keyset'

const RuleRow = z.object({
  ruleId: z.string(),
  ruleName: z.string(),
  state: z.enum(['draft', 'active', 'paused', 'deleted']),
  accountId: z.string(),
  accountName: z.string(),
  version: z.number().nullable(),
  /** Type of the node that sets its live version off. */
  trigger: z.string().nullable(),
  /** Published after the mail had arrived: it could not have looked. */
  publishedAt: Instant.nullable(),
})

const VerdictHead = z.object({ ruleId: z.string(), ruleVersionId: z.string(), reason: z.string() })
/** Stored by ingest from its own closed type; only the discriminating parts are checked here. */
const Verdicts = z.array(z.custom<WhyNot>((value) => VerdictHead.safeParse(value).success))

/** A rule that did nothing for a mail. Verdict null: it was not asked, and the rest says why (other account, paused, a draft, published later). */
export interface PassedRule extends z.infer<typeof RuleRow> {
  readonly verdict: WhyNot | null
}

export interface MessageStanding {
  readonly messageId: string
  readonly threadId: string
  readonly accountId: string
  readonly arrivedAt: Date | null
  readonly passed: readonly PassedRule[]
}

/** Every rule of the workspace that has no execution on the mail, its own account's first, with the stored verdict. Null: no such mail. */
export async function rulesPassedOver(tx: Tx, workspaceId: string, messageId: string): Promise<MessageStanding | null> {
  const [found] = await tx.execute(sql`
    select m.id as "messageId", m.thread_id as "threadId", m.account_id as "accountId", m.arrived_at as "arrivedAt", coalesce(w.verdicts, '[]'::jsonb) as verdicts
    from message m left join why_not w on w.message_id = m.id where m.workspace_id = ${workspaceId} and m.id = ${messageId}::uuid`)
  if (found === undefined) return null
  const { verdicts, ...standing } = z.object({ messageId: z.string(), threadId: z.string(), accountId: z.string(), arrivedAt: Instant.nullable(), verdicts: Verdicts }).parse(found)
  const rules = z.array(RuleRow).parse(
    await tx.execute(sql`
      select r.id as "ruleId", r.name as "ruleName", r.state, r.account_id as "accountId", a.name as "accountName", v.number as version, v.trigger, v.published_at as "publishedAt"
      from rule r join account a on a.id = r.account_id left join rule_version v on v.id = r.live_version_id
      where r.workspace_id = ${workspaceId} and r.state <> 'deleted' and not exists (select 1 from execution e where e.message_id = ${messageId}::uuid and e.rule_id = r.id)
      order by r.account_id <> ${standing.accountId}::uuid, r.position, r.id`),
  )
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.ruleId, verdict]))
  return { ...standing, passed: rules.map((rule) => ({ ...rule, verdict: verdictOf.get(rule.ruleId) ?? null })) }
}
