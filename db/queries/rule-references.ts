import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { ENDPOINT_STYLES, MAILBOX_ROLES } from '../schema'

const MailboxChoice = z.object({ id: z.string(), name: z.string(), path: z.string(), role: z.enum(MAILBOX_ROLES).nullable(), accountId: z.string() })
const UserChoice = z.object({ id: z.string(), name: z.string(), email: z.string() })
const Choice = z.object({ id: z.string(), name: z.string() })
const RuleChoice = Choice.extend({ accountId: z.string() })
const EndpointChoice = Choice.extend({ style: z.enum(ENDPOINT_STYLES), host: z.string() })

/** What a rule of an account may name, for its pickers and for the compiler. Mailboxes are those of the whole workspace, so that a wrong account can be told from a gone mailbox. */
export interface RuleReferences {
  readonly mailboxes: readonly z.infer<typeof MailboxChoice>[]
  readonly users: readonly z.infer<typeof UserChoice>[]
  readonly tags: readonly z.infer<typeof Choice>[]
  readonly calendars: readonly z.infer<typeof Choice>[]
  readonly hooks: readonly z.infer<typeof Choice>[]
  readonly channels: readonly z.infer<typeof Choice>[]
  readonly endpoints: readonly z.infer<typeof EndpointChoice>[]
  readonly lists: readonly z.infer<typeof Choice>[]
  /** Published rules, for those that run another. */
  readonly rules: readonly z.infer<typeof RuleChoice>[]
  /** Accounts that have a server to send with. */
  readonly senders: readonly string[]
}

export async function ruleReferences(tx: Tx, workspaceId: string): Promise<RuleReferences> {
  return {
    mailboxes: z.array(MailboxChoice).parse(
      await tx.execute(sql`
        select b.id, b.name, b.path, b.role, b.account_id as "accountId" from mailbox b join account a on a.id = b.account_id
        where b.workspace_id = ${workspaceId} and b.present and a.deleted_at is null order by b.role is null, b.path`),
    ),
    users: z.array(UserChoice).parse(await tx.execute(sql`select u.id, u.name, u.email from app_user u join member m on m.user_id = u.id where m.workspace_id = ${workspaceId} order by u.name`)),
    tags: z.array(Choice).parse(await tx.execute(sql`select id, name from tag where workspace_id = ${workspaceId} order by lower(name)`)),
    calendars: z.array(Choice).parse(await tx.execute(sql`select id, name from calendar where workspace_id = ${workspaceId} order by lower(name)`)),
    hooks: z.array(Choice).parse(await tx.execute(sql`select id, name from hook where workspace_id = ${workspaceId} and deleted_at is null order by lower(name)`)),
    channels: z.array(Choice).parse(await tx.execute(sql`select id, name from channel where workspace_id = ${workspaceId} order by lower(name)`)),
    endpoints: z.array(EndpointChoice).parse(await tx.execute(sql`select id, name, style, host from endpoint where workspace_id = ${workspaceId} and deleted_at is null order by lower(name)`)),
    rules: z.array(RuleChoice).parse(await tx.execute(sql`select id, name, account_id as "accountId" from rule where workspace_id = ${workspaceId} and state in ('active', 'paused') and live_version_id is not null order by lower(name)`)),
    lists: z.array(Choice).parse(await tx.execute(sql`select id, name from word_list where workspace_id = ${workspaceId} order by lower(name)`)),
    senders: (
      await tx.execute(sql`select a.id from account a where a.workspace_id = ${workspaceId} and a.deleted_at is null and exists (select 1 from outgoing_server s where s.workspace_id = a.workspace_id and s.deleted_at is null)`)
    ).map(({ id }) => String(id)),
  }
}
