import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { oneByOne } from '../../db/one-by-one'
import { storedCalendars } from '../../db/queries/calendars'
import { Instant } from '../../db/queries/keyset'
import { writeRuleEvent } from '../../db/queries/rule-event'
import { addBusiness, readCalendars, type Calendar } from '../../rules/calendar'
import type { Deps } from '../deps'
import { triggerConfig } from './trigger-config'

const Watching = z.array(z.object({ workspaceId: z.string(), ruleId: z.string() }))
const Rule = z.object({ accountId: z.string(), watchedUntil: Instant, now: Instant, plan: z.unknown() })
const Config = z.object({ waitingFor: z.enum(['ours', 'theirs']), seconds: z.number(), calendarRef: z.string() })
const Mail = z.object({ id: z.string(), threadId: z.string(), receivedAt: Instant, createdAt: Instant })
type CandidateMail = z.infer<typeof Mail>

/** Mails in memory at a time. */
const AT_ONCE = 500
/** A transaction that took a mail in may commit this much after its time. */
const SLACK_SECONDS = 120
/** Working hours may stand still this long between two mails of one look, over holidays. */
const LONGEST_CLOSED_DAYS = 21

/**
 * Writes the event of every mail that has had no reply for the time a rule names. Call it every so often: each rule remembers how far it has looked, so that a
 * stretch in which nothing worked is made up for, and an event is written once per rule and mail. A reply that is there by then, wherever it was sent, is a reply.
 * One rule that fails keeps no other from its turn. Returns how many events were written.
 */
export async function watchSilence({ database, log }: Pick<Deps, 'database' | 'log'>): Promise<number> {
  const rules = Watching.parse(
    await database.system.execute(sql`
      select r.workspace_id as "workspaceId", r.id as "ruleId" from rule r join rule_version v on v.id = r.live_version_id join account a on a.id = r.account_id and a.deleted_at is null
      where r.state = 'active' and v.trigger = 'no.reply'`),
  )
  let written = 0
  await oneByOne(rules, async ({ workspaceId, ruleId }) => {
    written += await database.inWorkspace(workspaceId, (tx) => look(tx, workspaceId, ruleId))
  }).finally(() => {
    if (written > 0) log.info({ count: written, code: 'silence.noticed' }, 'mails had no reply in time; their rules are asked')
  })
  return written
}

async function look(tx: Tx, workspaceId: string, ruleId: string): Promise<number> {
  const [row] = await tx.execute(sql`
    select r.account_id as "accountId", coalesce(r.watched_until, v.published_at) as "watchedUntil", now() as now, p.body as plan
    from rule r join rule_version v on v.id = r.live_version_id join plan p on p.id = v.plan_id
    where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid and r.state = 'active' for no key update of r skip locked`)
  if (row === undefined) return 0
  const rule = Rule.parse(row)
  const config = Config.safeParse(triggerConfig(rule.plan)).data
  if (config === undefined) return 0
  const calendar = config.calendarRef === '' ? null : readCalendars(await storedCalendars(tx, workspaceId))[config.calendarRef]
  if (calendar === undefined) return 0
  let written = 0
  let last: CandidateMail | undefined
  do {
    const mails = z.array(Mail).parse(await candidates(tx, workspaceId, ruleId, rule, config, { isByCalendar: calendar !== null, after: last }))
    const overdue = mails.filter((mail) => {
      const due = dueOf(mail, config.seconds, calendar)
      return due <= rule.now.getTime() && Math.max(due, mail.createdAt.getTime()) > rule.watchedUntil.getTime()
    })
    for (const { id, threadId } of overdue) {
      // Whoever takes a reply in holds the thread: after this, either it is there or it comes too late.
      await tx.execute(sql`select 1 from thread where id = ${threadId}::uuid for no key update`)
      if (await isAnswered(tx, id)) continue
      const made = await writeRuleEvent(tx, { workspaceId, kind: 'no reply', key: `silence:${ruleId}:${id}`, accountId: rule.accountId, ruleId, messageId: id })
      if (made !== null) written += 1
    }
    last = mails.length < AT_ONCE ? undefined : mails.at(-1)
  } while (last !== undefined)
  await tx.execute(sql`update rule set watched_until = greatest(watched_until, now() - make_interval(secs => ${SLACK_SECONDS})) where id = ${ruleId}::uuid`)
  return written
}

function dueOf({ receivedAt }: CandidateMail, seconds: number, calendar: Calendar | null): number {
  return calendar === null ? receivedAt.getTime() + seconds * 1_000 : addBusiness(calendar, receivedAt.getTime(), seconds)
}

/** A mail that a person wrote, as `p`: what programs say is nobody's word. */
const BY_PERSON = sql`p.mail_class is null and not exists (select 1 from outgoing_message o where o.id = p.outgoing_message_id and o.automatic)`

/** Mails of people that begin a silence, oldest first, from the one after `after` on: nobody of their side wrote before them without being answered. */
async function candidates(tx: Tx, workspaceId: string, ruleId: string, { accountId, watchedUntil }: z.infer<typeof Rule>, { waitingFor, seconds }: z.infer<typeof Config>, { isByCalendar, after }: { readonly isByCalendar: boolean; readonly after: CandidateMail | undefined }) {
  const since = new Date(watchedUntil.getTime() - seconds * 1_000 - (isByCalendar ? LONGEST_CLOSED_DAYS * 86_400_000 + seconds * 10_000 : 0)).toISOString()
  const side = waitingFor === 'ours' ? sql`p.direction = 'in' and p.arrived_at is not null and lower(p.from_address) <> lower(a.address) and not a.identities ? lower(p.from_address)` : sql`p.direction = 'out' and (p.outgoing_message_id is not null or p.received_at >= a.connected_at)`
  return tx.execute(sql`
    select p.id, p.thread_id as "threadId", p.received_at as "receivedAt", p.created_at as "createdAt" from message p join account a on a.id = p.account_id
    where p.workspace_id = ${workspaceId} and p.account_id = ${accountId}::uuid and ${side} and ${BY_PERSON}
      and p.received_at <= now() - make_interval(secs => ${seconds}) and (p.received_at > ${since}::timestamptz or p.created_at > ${watchedUntil.toISOString()}::timestamptz)
      and (select b.direction from message b where b.thread_id = p.thread_id and b.received_at < p.received_at and b.mail_class is null order by b.received_at desc limit 1) is distinct from p.direction
      and not exists (select 1 from rule_event e where e.workspace_id = ${workspaceId} and e.key = 'silence:' || ${ruleId} || ':' || p.id)
      and ${after === undefined ? sql`true` : sql`(date_trunc('milliseconds', p.received_at), p.id) > (${after.receivedAt.toISOString()}::timestamptz, ${after.id}::uuid)`}
    order by date_trunc('milliseconds', p.received_at), p.id limit ${AT_ONCE}`)
}

async function isAnswered(tx: Tx, messageId: string): Promise<boolean> {
  const found = await tx.execute(sql`
    select 1 from message m join message p on p.thread_id = m.thread_id and p.direction <> m.direction and p.received_at > m.received_at
    where m.id = ${messageId}::uuid and ${BY_PERSON} limit 1`)
  return found.length > 0
}
