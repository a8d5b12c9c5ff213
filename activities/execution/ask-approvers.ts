import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../../db/client'
import { hashOfToken } from '../../db/queries/approval-token'
import { queueOutgoing } from '../../db/queries/outgoing-change'
import { notification } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import type { StepId } from '../../rules/plan/plan'
import type { ApprovalTerms } from '../../rules/wait'
import { askingKey, linkMark, type ApprovalLinks } from '../approval-links'
import { messageIdFor } from '../effects/mail-reply'
import { storableText } from '../ingest/storable'
import { approvalMail } from './approval-mail'
import type { OpenExecution } from './open'

/** Terms of a wait for approval, as they are stored. Times are taken away once they have been kept. */
export const StoredTerms = z.object({
  question: z.string(),
  needed: z.number(),
  rejectedPort: z.string(),
  escalateTo: z.array(z.string()),
  remindAt: z.iso.datetime().nullable(),
  escalateAt: z.iso.datetime().nullable(),
})

/** What is stored of the terms of a wait that opens now. */
export function termsOf({ question, needed, remindAfterSeconds, escalateAfterSeconds, escalateTo }: ApprovalTerms, now: Date): Omit<z.infer<typeof StoredTerms>, 'rejectedPort'> {
  const after = (seconds: number | null) => (seconds === null ? null : new Date(now.getTime() + seconds * 1_000).toISOString())
  return { question: storableText(question), needed, escalateTo: [...escalateTo], remindAt: after(remindAfterSeconds), escalateAt: after(escalateAfterSeconds) }
}

export interface Asking {
  readonly waitId: string
  readonly stepId: StepId
  readonly people: readonly string[]
  readonly why: 'asked' | 'reminded' | 'escalated'
}

const Person = z.object({
  approvalId: z.string(), userId: z.string(), name: z.string(), email: z.string(), locale: z.string(),
  accountName: z.string(), address: z.string(), serverId: z.string().nullable(), question: z.string(), ruleName: z.string(), subject: z.string().nullable(), sender: z.string().nullable(), dueAt: z.coerce.date(), timeZone: z.string(),
})

/**
 * Asks people for their approval, inside Postroom and by a mail with a link, each once however often it is called: a person who is asked already is only
 * reminded, and one who has answered is left alone. Who is no member any more is passed over.
 */
export async function askApprovers(tx: Tx, execution: OpenExecution, { waitId, stepId, people, why }: Asking, links: ApprovalLinks, now: Date): Promise<void> {
  const { workspaceId, id: executionId } = execution
  if (why !== 'reminded') {
    const rows = people.map((userId) => ({ userId, id: newId() })).map(({ userId, id }) => ({ userId, id, hash: hashOfToken(links.token(id)) }))
    await tx.execute(sql`
      insert into approval (workspace_id, id, wait_id, execution_id, user_id, token_hash, escalated)
      select ${workspaceId}::uuid, r.id, ${waitId}::uuid, ${executionId}::uuid, m.user_id, r.hash, ${why === 'escalated'}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("userId" text, id uuid, hash text) join member m on m.workspace_id = ${workspaceId} and m.user_id::text = r."userId"
      on conflict (wait_id, user_id) do nothing`)
  }
  const asked = z.array(Person).parse(
    await tx.execute(sql`
      select p.id as "approvalId", u.id as "userId", u.name, u.email, u.locale, coalesce(nullif(u.time_zone, ''), s.time_zone) as "timeZone", a.name as "accountName", a.address, a.outgoing_server_id as "serverId",
        w.terms ->> 'question' as question, r.name as "ruleName", m.subject, concat(nullif(m.from_name, '') || ' ', '<' || m.from_address || '>') as sender, w.due_at as "dueAt"
      from approval p join wait w on w.id = p.wait_id join execution e on e.id = p.execution_id join rule r on r.id = e.rule_id join account a on a.id = e.account_id
      join app_user u on u.id = p.user_id join workspace s on s.id = p.workspace_id left join message m on m.id = e.message_id
      where p.workspace_id = ${workspaceId} and p.wait_id = ${waitId}::uuid and p.verdict is null and ${why === 'reminded' ? sql`true` : sql`p.escalated = ${why === 'escalated'}`}
      order by p.created_at, p.id`),
  )
  for (const person of asked) await tell(tx, execution, stepId, person, why, now)
  if (why === 'reminded') {
    const fresh = asked.map(({ approvalId }) => ({ id: approvalId, hash: hashOfToken(links.token(approvalId)) }))
    await tx.execute(sql`
      update approval p set reminded_at = ${now.toISOString()}::timestamptz, token_hash = r.hash from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as r(id uuid, hash text) where p.id = r.id`)
  }
  await notifyChanged(tx, workspaceId, 'approval', asked.map(({ approvalId }) => approvalId))
}

async function tell(tx: Tx, execution: OpenExecution, stepId: StepId, person: z.infer<typeof Person>, why: Asking['why'], now: Date): Promise<void> {
  const { workspaceId, id: executionId, messageId, accountId, hop } = execution
  const { approvalId, userId, name, email, accountName, address, serverId, question } = person
  // A reminder is told once more; asking again in the same breath is not.
  const key = askingKey(approvalId, why === 'reminded' ? 'reminded' : 'asked')
  const [told] = await tx.insert(notification).values({ workspaceId, userId, effectKey: key, text: question, messageId, executionId, at: now }).onConflictDoNothing().returning({ id: notification.id })
  if (told === undefined) return
  await notifyChanged(tx, workspaceId, 'notification', [told.id])
  const { subject, text } = approvalMail({ ...person, reminder: why === 'reminded', link: linkMark(approvalId) })
  const from = { name: accountName, address }
  await queueOutgoing(tx, workspaceId, {
    accountId, outgoingServerId: serverId, executionId, stepId, effectKey: key, messageIdHeader: messageIdFor(key, address), automatic: true, hop, form: 'notice',
    envelopeFrom: address, from, to: [{ name, address: email }], subject: storableText(subject), text: storableText(text), notBefore: now,
  })
}
