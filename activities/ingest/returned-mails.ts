import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../../db/client'
import { writeEvent } from '../../db/queries/outgoing-change'
import { alertAuthor } from '../account-alerts'
import { alertOwners } from '../alerts'
import { isWhole } from './is-whole'
import { storableJson, storableText } from './storable'
import type { Entry } from './store-messages'

const Sent = z.array(z.object({ header: z.string(), id: z.string(), accountId: z.string(), userId: z.string().nullable(), executionId: z.string().nullable(), ruleId: z.string().nullable() }))

/**
 * Writes into the trail of our own mail that it came back, with what the reporting server said, and tells whoever wrote it, or the owner of the rule that did. A report is somebody's
 * claim: the mail stays accepted. Once per report, and only for reports that arrive.
 */
export async function noteReturned(tx: Tx, workspaceId: string, entries: readonly Entry[], now: Date): Promise<void> {
  const reports = entries.flatMap(({ as, mail, messageId }) => {
    const returned = as === 'new' && mail.arrival && isWhole(mail.parsed) ? mail.parsed.returned : null
    return returned === null ? [] : [{ messageId, ...returned }]
  })
  if (reports.length === 0) return
  const headers = storableJson(reports.flatMap(({ messageIds }) => messageIds))
  const sent = Sent.parse(
    await tx.execute(sql`
      select o.message_id_header as header, o.id, o.account_id as "accountId", o.user_id as "userId", o.execution_id as "executionId", e.rule_id as "ruleId"
      from outgoing_message o left join execution e on e.id = o.execution_id
      where o.workspace_id = ${workspaceId} and o.state in ('accepted', 'uncertain') and o.message_id_header in (select jsonb_array_elements_text(${headers}::jsonb))`),
  )
  for (const { messageId, messageIds, said } of reports) {
    for (const { id, accountId, userId, executionId, ruleId } of sent.filter(({ header }) => messageIds.includes(header))) {
      await writeEvent(tx, workspaceId, id, 'returned', null, said === null ? null : storableText(said))
      await tx.execute(sql`update outgoing_message set returned_at = ${now.toISOString()}::timestamptz where workspace_id = ${workspaceId} and id = ${id}::uuid and returned_at is null`)
      if (userId !== null) await alertAuthor(tx, { workspaceId, accountId, userId, outgoingId: id, kind: 'mail returned' }, now)
      else if (executionId !== null && ruleId !== null) await alertOwners(tx, { workspaceId, ruleId, kind: 'mail returned', executionId, messageId }, now)
    }
  }
  await notifyChanged(tx, workspaceId, 'outgoing', sent.map(({ id }) => id))
}
