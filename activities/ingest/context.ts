import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { AUTOMATION_MODES, MAILBOX_ROLES } from '../../db/schema'
import { send } from '../../db/send'
import { Failure } from '../../mail/failure'
import { superseded } from '../sync/watch'

const Context = z.object({
  /** Of automation when mail arrives, and after mail was sent. */
  mode: z.enum(AUTOMATION_MODES),
  outgoingMode: z.enum(AUTOMATION_MODES),
  /** Everything was stopped: in the workspace, or in this account. */
  halted: z.boolean(),
  timeZone: z.string(),
  /** The database's clock, in seconds since 1970: intervals are counted with it. */
  epochSeconds: z.number(),
  kind: z.enum(['imap', 'local']),
  address: z.string(),
  identities: z.array(z.string()),
  isMine: z.boolean(),
  mailboxes: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(MAILBOX_ROLES).nullable() })),
  rules: z.array(z.object({ ruleId: z.string(), versionId: z.string(), planId: z.string(), paused: z.boolean(), shadow: z.object({ id: z.string(), planId: z.string() }).nullable() })),
})

/** What ingest needs to know of an account: read in the transaction, so that a rule published a moment ago counts. Rules are in their order, each with the shadow that looks on beside it. */
export type IngestContext = z.infer<typeof Context>

interface Asked {
  readonly workspaceId: string
  readonly accountId: string
  readonly epoch?: number
}

/**
 * Reads the account. With an epoch the account is share-locked, so that a successor waits for this transaction before it reads the cursor.
 * Throws `superseded` when the epoch is another's, `account removed` when there is no such account.
 */
export async function readContext(tx: Tx, { workspaceId, accountId, epoch }: Asked): Promise<IngestContext> {
  // Sent together; the second sees what was committed while the first waited.
  const locked = epoch === undefined ? undefined : send(tx, sql`select 1 from account where id = ${accountId}::uuid for share`)
  const read = send(tx, sql`
    select a.incoming_mode as mode, a.outgoing_mode as "outgoingMode", w.halted or a.halted as halted, w.time_zone as "timeZone", extract(epoch from now())::float8 as "epochSeconds", a.kind, lower(a.address) as address, a.identities,
      (${epoch === undefined ? sql`true` : sql`a.epoch = ${epoch}::int and a.state <> 'paused'`}) as "isMine",
      coalesce((select json_agg(json_build_object('id', b.id, 'name', b.name, 'role', b.role)) from mailbox b where b.account_id = a.id), '[]'::json) as mailboxes,
      coalesce((select json_agg(json_build_object('ruleId', r.id, 'versionId', v.id, 'planId', v.plan_id, 'paused', r.state = 'paused', 'shadow', case when r.shadow_id is not null then json_build_object('id', r.shadow_id, 'planId', r.shadow_plan_id) end) order by r.position, r.id)
        from rule r join rule_version v on v.id = r.live_version_id where r.account_id = a.id and r.state in ('active', 'paused')), '[]'::json) as rules
    from account a join workspace w on w.id = a.workspace_id
    where a.workspace_id = ${workspaceId} and a.id = ${accountId}::uuid and a.deleted_at is null`)
  const [, [row]] = await Promise.all([locked, read])
  if (row === undefined) throw epoch === undefined ? new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' }) : superseded()
  const context = Context.parse(row)
  if (!context.isMine) throw superseded()
  return context
}
