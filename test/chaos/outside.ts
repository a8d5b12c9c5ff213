import { sql } from 'drizzle-orm'
import { ImapFlow } from 'imapflow'
import { z } from 'zod'
import type { Headless } from '../support/headless'
import type { ChaosOffice } from './office'
import type { Storm } from './storm'

/** How many mails have an execution, how many executions have not ended, and how many mails of ours, which an execution may not wait for, are still on their way. */
export async function whatIsOpen({ database }: Headless, { workspaceId }: ChaosOffice): Promise<{ readonly taken: number; readonly notEnded: number; readonly onTheirWay: number }> {
  const [row] = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`select count(distinct message_id)::int as taken, count(*) filter (where ended_at is null)::int as "notEnded",
    (select count(*)::int from outgoing_message where state in ('scheduled', 'queued', 'sending', 'deferred')) as "onTheirWay" from execution`))
  return z.object({ taken: z.number(), notEnded: z.number(), onTheirWay: z.number() }).parse(row)
}

const Row = z.object({
  subject: z.string(),
  accountId: z.string(),
  messages: z.number(),
  executions: z.number(),
  /** Of rules that another one ran on it. */
  caused: z.number(),
  states: z.array(z.string()),
  tags: z.number(),
  tickets: z.number(),
  notices: z.number(),
  mails: z.array(z.object({ subject: z.string(), state: z.string() })),
  /** Effects of which nobody knows whether they happened. */
  unknown: z.array(z.string()),
  links: z.number(),
  followUps: z.number(),
  posts: z.number(),
  opened: z.number(),
  assigned: z.number(),
  read: z.number(),
  approvals: z.number(),
  waits: z.number(),
  archived: z.number(),
  starred: z.number(),
  createdAt: z.coerce.date().nullable(),
  endedAt: z.coerce.date().nullable(),
})

/** What our own rows say of one mail: how many of everything. */
export type Inside = z.infer<typeof Row>

export async function insideOf({ database }: Headless, { workspaceId }: ChaosOffice): Promise<readonly Inside[]> {
  const rows = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`
    with mail as (select subject, account_id, array_agg(id) as ids from message where direction = 'in' group by subject, account_id)
    select m.subject, m.account_id as "accountId", cardinality(m.ids) as messages,
      (select count(*)::int from execution e where e.message_id = any(m.ids) and e.cause_execution_id is null) as executions,
      (select count(*)::int from execution e where e.message_id = any(m.ids) and e.cause_execution_id is not null) as caused,
      (select coalesce(json_agg(s.receipts -> 0 ->> 'effect'), '[]'::json) from execution_step s join execution e on e.id = s.execution_id where e.message_id = any(m.ids) and s.state = 'uncertain' and s.receipts is not null) as unknown,
      (select count(*)::int from record_link l join record r on r.id = l.record_id where l.message_id = any(m.ids) and r.type = 'lead') as links,
      (select coalesce(json_agg(e.state), '[]'::json) from execution e where e.message_id = any(m.ids)) as states,
      (select count(*)::int from message_tag t where t.message_id = any(m.ids)) as tags,
      (select count(*)::int from record r where r.message_id = any(m.ids)) as tickets,
      (select count(*)::int from notification n where n.message_id = any(m.ids) and n.kind is null) as notices,
      (select coalesce(json_agg(json_build_object('subject', o.subject, 'state', o.state)), '[]'::json) from outgoing_message o join execution e on e.id = o.execution_id where e.message_id = any(m.ids)) as mails,
      (select count(*)::int from follow_up f where f.message_id = any(m.ids)) as "followUps",
      (select count(*)::int from channel_post c where c.message_id = any(m.ids)) as posts,
      (select count(*)::int from record r where r.message_id = any(m.ids) and r.stage = 'open' and r.assignee_id is not null) as opened,
      (select count(*)::int from message x where x.id = any(m.ids) and x.assignee_id is not null and x.snoozed_until is not null) as assigned,
      (select count(*)::int from placement p where p.message_id = any(m.ids) and p.flags::text like '%Seen%') as read,
      (select count(*)::int from approval a join execution e on e.id = a.execution_id where e.message_id = any(m.ids)) as approvals,
      (select count(*)::int from wait w join execution e on e.id = w.execution_id where e.message_id = any(m.ids) and w.port is not null) as waits,
      (select count(*)::int from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = any(m.ids) and b.role = 'archive') as archived,
      (select count(*)::int from placement p where p.message_id = any(m.ids) and p.flags::text like '%Flagged%') as starred,
      (select min(e.created_at) from execution e where e.message_id = any(m.ids)) as "createdAt", (select max(e.ended_at) from execution e where e.message_id = any(m.ids)) as "endedAt"
    from mail m`))
  return z.array(Row).parse(rows)
}

/** The Message-IDs of all mail that was ever written here. */
export async function writtenIds({ database }: Headless, { workspaceId }: ChaosOffice): Promise<ReadonlySet<string>> {
  const rows = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`select message_id_header as id from outgoing_message`))
  return new Set(rows.map(({ id }) => String(id)))
}

const Done = z.object({ what: z.array(z.string()) })

/** Every effect that was done, or may have been, and every wait that was left, as its type and the way: `wait.reply: elapsed`. */
export async function everDone({ database }: Headless, { workspaceId }: ChaosOffice): Promise<ReadonlySet<string>> {
  const [row] = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`
    select coalesce(json_agg(distinct what), '[]'::json) as what from (
      select r ->> 'effect' as what from execution_step s cross join lateral jsonb_array_elements(s.receipts) r where s.receipts is not null and r ->> 'result' in ('done', 'uncertain')
      union all select n ->> 'type' || ': ' || w.port from wait w join execution e on e.id = w.execution_id join rule u on u.id = e.rule_id cross join lateral jsonb_array_elements(u.draft -> 'nodes') n
        where w.port is not null and n ->> 'id' = w.step_id) known`))
  return new Set(Done.parse(row).what)
}

interface OnServer {
  /** In Archive with a star. */
  readonly starred: ReadonlyMap<string, number>
  /** In Junk, marked as such. */
  readonly junk: ReadonlyMap<string, number>
  readonly anywhere: ReadonlyMap<string, number>
}

/** What the mail server says: how many copies of each subject lie where. */
export async function onServer({ dovecot, office }: Pick<Storm, 'dovecot' | 'office'>): Promise<OnServer> {
  const program = new ImapFlow({ host: dovecot.host, port: dovecot.imapPort, secure: false, doSTARTTLS: false, auth: { user: office.imap.user, pass: office.imap.password }, logger: false })
  const [starred, junk, anywhere] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  const add = (to: Map<string, number>, subject: string) => void to.set(subject, (to.get(subject) ?? 0) + 1)
  await program.connect()
  for (const box of ['INBOX', 'Archive', 'Trash', 'Junk']) {
    const { exists } = await program.mailboxOpen(box, { readOnly: true })
    for (const { envelope, flags } of exists === 0 ? [] : await program.fetchAll('1:*', { envelope: true, flags: true })) {
      const subject = envelope?.subject ?? ''
      add(anywhere, subject)
      if (box === 'Archive' && flags?.has('\\Flagged') === true) add(starred, subject)
      if (box === 'Junk' && flags?.has('$Junk') === true) add(junk, subject)
    }
  }
  await program.logout()
  return { starred, junk, anywhere }
}
