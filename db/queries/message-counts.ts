import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { MAILBOX_ROLES } from '../schema'

const MailboxCount = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  path: z.string(),
  delimiter: z.string(),
  role: z.enum(MAILBOX_ROLES).nullable(),
  messages: z.number(),
  unread: z.number(),
})
const TagCount = z.object({ id: z.string(), name: z.string(), messages: z.number() })

/** What stands beside each entry of the section column. Unread mail counts in inboxes, all mail elsewhere. */
export interface MessageCounts {
  readonly inbox: { readonly messages: number; readonly unread: number }
  readonly starred: number
  readonly mailboxes: readonly z.infer<typeof MailboxCount>[]
  readonly tags: readonly z.infer<typeof TagCount>[]
}

/** Counted from the mailbox rows that sync keeps, but for stars and tags. */
export async function messageCounts(tx: Tx, workspaceId: string): Promise<MessageCounts> {
  const mailboxes = z.array(MailboxCount).parse(
    await tx.execute(sql`
      select b.id, b.account_id as "accountId", b.name, b.path, b.delimiter, b.role, b.message_count as messages, b.unread_count as unread
      from mailbox b join account a on a.id = b.account_id
      where b.workspace_id = ${workspaceId} and b.present and a.deleted_at is null
      order by a.name, b.role is null, b.path`),
  )
  const [starred] = await tx.execute(sql`select count(distinct p.message_id)::int as count from placement p where p.workspace_id = ${workspaceId} and p.flags ? '\\Flagged'`)
  const tags = z.array(TagCount).parse(
    await tx.execute(sql`select tag.id, tag.name, count(mt.message_id)::int as messages from tag left join message_tag mt on mt.tag_id = tag.id where tag.workspace_id = ${workspaceId} group by tag.id order by lower(tag.name)`),
  )
  const inboxes = mailboxes.filter(({ role }) => role === 'inbox')
  const sum = (key: 'messages' | 'unread') => inboxes.reduce((total, mailbox) => total + mailbox[key], 0)
  return { inbox: { messages: sum('messages'), unread: sum('unread') }, starred: z.number().parse(starred?.count), mailboxes, tags }
}
