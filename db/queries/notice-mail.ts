import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { queueOutgoing } from './outgoing-change'

/** An automatic mail to a member of the workspace about something of ours. */
export interface Notice {
  readonly workspaceId: string
  /** The account it leaves from. */
  readonly accountId: string
  readonly userId: string
  readonly effectKey: string
  /** The Message-ID that an effect key has, from this address. */
  readonly messageIdFor: (key: string, address: string) => string
  /** The step that sends it; null: no rule does. */
  readonly executionId: string | null
  readonly stepId: string | null
  readonly hop: number
  readonly subject: string
  readonly text: string
  readonly now: Date
}

const From = z.object({ accountName: z.string(), accountAddress: z.string(), serverId: z.string().nullable(), userName: z.string(), userAddress: z.string() })

/** Puts a notice into the outbox, as a mail of a program (RFC 3834). Idempotent by effect key. Null: the person is no longer a member, or the account is gone. */
export async function queueNotice(tx: Tx, notice: Notice): Promise<string | null> {
  const { workspaceId, accountId, userId, effectKey, messageIdFor, executionId, stepId, hop, subject, text, now } = notice
  const [row] = await tx.execute(sql`
    select a.name as "accountName", a.address as "accountAddress", a.outgoing_server_id as "serverId", u.name as "userName", u.email as "userAddress"
    from account a, app_user u join member m on m.user_id = u.id and m.workspace_id = ${workspaceId}
    where a.workspace_id = ${workspaceId} and a.id = ${accountId}::uuid and a.deleted_at is null and u.id::text = ${userId}`)
  if (row === undefined) return null
  const { accountName, accountAddress, serverId, userName, userAddress } = From.parse(row)
  const { outgoingMessageId } = await queueOutgoing(tx, workspaceId, {
    accountId, outgoingServerId: serverId, executionId, stepId, effectKey, messageIdHeader: messageIdFor(effectKey, accountAddress), automatic: true, hop,
    envelopeFrom: accountAddress, from: { name: accountName, address: accountAddress }, to: [{ name: userName, address: userAddress }], subject, text, notBefore: now,
  })
  return outgoingMessageId
}
