import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../db/client'
import { oneByOne } from '../db/one-by-one'
import { queueNotice } from '../db/queries/notice-mail'
import { notification } from '../db/schema'
import type { SweepDeps } from './sweep'

/** What waits for a clock and for nothing else: mail that was snoozed, follow-ups that are due. Each is looked for in the database and settled there, once. */

const AT_ONCE = 500
const Due = z.array(z.object({ workspaceId: z.string(), ids: z.array(z.string()) }))

/** Brings snoozed mail back whose time has come. Returns how many mails woke. */
export async function wakeSnoozed({ database }: Pick<SweepDeps, 'database'>): Promise<number> {
  const due = Due.parse(
    await database.system.execute(sql`
      select workspace_id as "workspaceId", json_agg(id) as ids from (select workspace_id, id from message where snoozed_until <= now() limit ${AT_ONCE}) m group by workspace_id`),
  )
  let woken = 0
  await oneByOne(due, async ({ workspaceId, ids }) => {
    woken += await database.inWorkspace(workspaceId, async (tx) => {
      const rows = await tx.execute(sql`update message set snoozed_until = null where workspace_id = ${workspaceId} and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) and snoozed_until <= now() returning id`)
      const messageIds = rows.map(({ id }) => String(id))
      if (messageIds.length > 0) await notifyChanged(tx, workspaceId, 'message', messageIds)
      return messageIds.length
    })
  })
  return woken
}

const Reminder = z.object({ id: z.string(), userId: z.string(), text: z.string(), byMail: z.boolean(), messageId: z.string().nullable(), executionId: z.string().nullable(), accountId: z.string().nullable() })

/** Reminds of follow-ups that are due: here, and by mail where that is wanted. Each once, whoever sweeps; one that fails keeps no other from its turn. Returns how many. */
export async function remindOfFollowUps({ database }: Pick<SweepDeps, 'database'>, messageIdFor: (key: string, address: string) => string): Promise<number> {
  const due = Due.parse(
    await database.system.execute(sql`
      select workspace_id as "workspaceId", json_agg(id) as ids from (select workspace_id, id from follow_up where done_at is null and reminded_at is null and due_at <= now() order by due_at limit ${AT_ONCE}) f group by workspace_id`),
  )
  let reminded = 0
  await oneByOne(due.flatMap(({ workspaceId, ids }) => ids.map((id) => ({ workspaceId, id }))), async ({ workspaceId, id }) => {
    reminded += (await database.inWorkspace(workspaceId, (tx) => remind(tx, workspaceId, id, messageIdFor))) ? 1 : 0
  })
  return reminded
}

/** The mail leaves from the account of the follow-up's mail, else from the workspace's first. False when somebody else was faster. */
async function remind(tx: Tx, workspaceId: string, id: string, messageIdFor: (key: string, address: string) => string): Promise<boolean> {
  const [row] = await tx.execute(sql`
    update follow_up f set reminded_at = now() where f.workspace_id = ${workspaceId} and f.id = ${id}::uuid and f.done_at is null and f.reminded_at is null and f.due_at <= now()
    returning f.id, f.user_id as "userId", f.text, f.by_mail as "byMail", f.message_id as "messageId", f.execution_id as "executionId",
      coalesce((select m.account_id from message m where m.id = f.message_id), (select a.id from account a where a.workspace_id = f.workspace_id and a.deleted_at is null order by a.created_at limit 1)) as "accountId"`)
  if (row === undefined) return false
  const { userId, text, byMail, messageId, executionId, accountId } = Reminder.parse(row)
  const key = `follow-up:${id}`
  const [told] = await tx.insert(notification).values({ workspaceId, userId, effectKey: key, text, messageId, executionId }).onConflictDoNothing().returning({ id: notification.id })
  if (told !== undefined) await notifyChanged(tx, workspaceId, 'notification', [told.id])
  if (byMail && accountId !== null) {
    await queueNotice(tx, { workspaceId, accountId, userId, effectKey: key, messageIdFor, executionId: null, stepId: null, hop: 1, subject: subjectOf(text), text, now: new Date() })
  }
  await notifyChanged(tx, workspaceId, 'follow up', [id])
  return true
}

/** One line that a header takes (RFC 5322 2.2). */
function subjectOf(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim().slice(0, 120)
}
