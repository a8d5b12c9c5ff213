import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'

/** A mail of ours that was just taken in for the first time: accepted by its server, or found in the mailbox of sent mail. */
export interface SentMail {
  readonly messageId: string
  readonly receivedAt: Date
  /** Sent from here. Mail of another program counts if it was sent after the account was connected; before that it is history. */
  readonly isOurs: boolean
  /** The execution that wrote it; null when a person did. */
  readonly executionId: string | null
}

const Made = z.array(z.object({ id: z.string() }))

/** Writes the event of each, where a rule of the account is set off by sent mail. Once per message. */
export async function announceSent(tx: Tx, { workspaceId, accountId }: { readonly workspaceId: string; readonly accountId: string }, mails: readonly SentMail[]): Promise<void> {
  if (mails.length === 0) return
  const rows = mails.map((mail) => ({ id: newId(), ...mail }))
  const made = Made.parse(
    await send(tx, sql`
      insert into rule_event (workspace_id, id, kind, key, account_id, message_id, data, cause_execution_id)
      select a.workspace_id, r.id, 'mail sent', 'sent:' || r."messageId", a.id, r."messageId", jsonb_build_object('by', case when r."executionId" is null then 'hand' else 'rule' end), r."executionId"
      from account a, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "messageId" uuid, "receivedAt" timestamptz, "isOurs" boolean, "executionId" uuid)
      where a.id = ${accountId}::uuid and a.outgoing_mode <> 'off' and (r."isOurs" or r."receivedAt" >= date_trunc('second', a.connected_at))
        and exists (select 1 from rule u join rule_version v on v.id = u.live_version_id where u.account_id = a.id and u.state = 'active' and v.trigger = 'mail.sent')
      on conflict do nothing returning id`),
  )
  await enqueue(tx, made.map(({ id }) => ({ workspaceId, workflow: 'raiseEvent', kind: 'start', subjectId: id })))
}
