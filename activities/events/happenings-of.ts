import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import type { Occasion } from '../../rules/node-type'
import { subjectFacts } from '../execution/subject-facts'
import type { EventRow } from './event-row'
import type { Happening } from './happening'

/** The rules of one account, the side of its automation that must be on, and what they are asked about. */
export interface Asking {
  readonly accountId: string
  readonly side: 'incoming' | 'outgoing'
  readonly happenings: readonly Happening[]
}

/** What a written event means for which account. Nothing, where its account or its subject is gone. */
export async function happeningsOf(tx: Tx, row: EventRow): Promise<readonly Asking[]> {
  switch (row.kind) {
    case 'mail sent':
      return sentMail(tx, row)
    case 'record':
      return recordChange(tx, row)
    case 'hook':
      return hookCall(tx, row)
    case 'schedule':
      return about(tx, row, { type: 'schedule' }, { nominalAt: z.string().parse(row.data['nominalAt']) }, `s:${z.string().parse(row.data['nominalAt'])}`)
    case 'no reply':
      return about(tx, row, { type: 'no reply' }, {}, `n:${row.messageId}`)
    case 'by hand':
    case 'catch up':
      return []
  }
}

/** One event of one account, about the row's mail or about none. */
async function about(tx: Tx, { workspaceId, accountId, messageId }: EventRow, occasion: Occasion, triggerData: Happening['triggerData'], scopeKey: string): Promise<readonly Asking[]> {
  if (accountId === null) return []
  const happening = await happeningOf(tx, { workspaceId, accountId, messageId, recordId: null, occasion, triggerData, scopeKey })
  return happening === null ? [] : [{ accountId, side: 'incoming', happenings: [happening] }]
}

interface Subject {
  readonly workspaceId: string
  readonly accountId: string
  readonly messageId: string | null
  readonly recordId: string | null
  readonly occasion: Occasion
  readonly triggerData: Happening['triggerData']
  readonly scopeKey: string
}

async function happeningOf(tx: Tx, { workspaceId, accountId, messageId, recordId, occasion, triggerData, scopeKey }: Subject): Promise<Happening | null> {
  const facts = await subjectFacts(tx, { workspaceId, accountId, messageId, recordId })
  if (facts === null) return null
  return { trigger: occasion.type, triggerData, messageId, threadId: messageId === null ? null : facts.threadRef, recordId, event: { ...occasion, facts, accountRef: accountId }, scopeKey, cause: null }
}

/** The sent mail as itself, and the mail it answers as that: each rule says which it acts on. */
async function sentMail(tx: Tx, { workspaceId, accountId, messageId, data }: EventRow): Promise<readonly Asking[]> {
  if (accountId === null || messageId === null) return []
  const by = data['by'] === 'rule' ? 'rule' : 'hand'
  const [answered] = await tx.execute(sql`
    select a.id from message m left join outgoing_message o on o.id = m.outgoing_message_id
    join message a on a.account_id = m.account_id and a.direction = 'in' and (a.id = o.in_reply_to_message_id or o.in_reply_to_message_id is null and a.message_id_header in (select jsonb_array_elements_text(m.facts -> 'inReplyTo')))
    where m.workspace_id = ${workspaceId} and m.id = ${messageId}::uuid order by a.received_at desc limit 1`)
  const common = { workspaceId, accountId, recordId: null, triggerData: { by, sentMessageId: messageId }, scopeKey: `o:${messageId}` }
  const sent = await happeningOf(tx, { ...common, messageId, occasion: { type: 'mail sent', by, subject: 'sent' } })
  const answer = answered === undefined ? null : await happeningOf(tx, { ...common, messageId: String(answered.id), occasion: { type: 'mail sent', by, subject: 'answered' } })
  return [{ accountId, side: 'outgoing', happenings: [answer, sent].flatMap((happening) => (happening === null ? [] : [happening])) }]
}

const Change = z.object({ change: z.enum(['created', 'changed']), stage: z.string(), from: z.string().optional(), fields: z.array(z.string()).default([]), type: z.string(), revision: z.number() })
const Home = z.object({ accountId: z.string().nullable(), messageId: z.string().nullable() })

/** A record belongs to the account of its mail, or of the rule that made it; one that somebody made out of nothing is every account's. */
async function recordChange(tx: Tx, { workspaceId, recordId, data }: EventRow): Promise<readonly Asking[]> {
  const [found] = await tx.execute(sql`
    select coalesce(t.account_id, m.account_id, e.account_id) as "accountId", m.id as "messageId"
    from record d left join thread t on t.id = d.thread_id left join message m on m.id = d.message_id left join execution e on e.id = d.execution_id
    where d.workspace_id = ${workspaceId} and d.id = ${recordId}::uuid`)
  if (found === undefined || recordId === null) return []
  const { accountId: home, messageId } = Home.parse(found)
  const { type, change, stage, from, fields, revision } = Change.parse(data)
  const occasion: Occasion = { type: 'record', recordType: type, change, stage, from: from ?? null, fields }
  const triggerData = { change, stage, ...(from === undefined ? {} : { from }), ...(fields.length === 0 ? {} : { fields: fields.join(', ') }) }
  const accounts = home === null ? await accountsAskingFor(tx, workspaceId, 'record.event') : [home]
  const askings = await Promise.all(accounts.map((accountId) => happeningOf(tx, { workspaceId, accountId, messageId, recordId, occasion, triggerData, scopeKey: `r:${recordId}:${revision}` }).then((happening) => ({ accountId, happening }))))
  return askings.flatMap(({ accountId, happening }) => (happening === null ? [] : [{ accountId, side: 'incoming' as const, happenings: [happening] }]))
}

/** A hook belongs to the workspace; every account whose rules listen to hooks is asked. */
async function hookCall(tx: Tx, { workspaceId, data }: EventRow): Promise<readonly Asking[]> {
  const { hookId, deliveryId, key } = z.object({ hookId: z.string(), deliveryId: z.string(), key: z.string() }).parse(data)
  const [delivery] = await tx.execute(sql`select payload from hook_delivery where workspace_id = ${workspaceId} and id = ${deliveryId}::uuid`)
  const payload = z.record(z.string(), z.unknown()).parse(delivery?.payload ?? {})
  const askings: Asking[] = []
  for (const accountId of await accountsAskingFor(tx, workspaceId, 'hook.received')) {
    const happening = await happeningOf(tx, { workspaceId, accountId, messageId: null, recordId: null, occasion: { type: 'hook', hookRef: hookId, payload }, triggerData: { hookId, deliveryId }, scopeKey: `h:${hookId}:${key}` })
    if (happening !== null) askings.push({ accountId, side: 'incoming', happenings: [happening] })
  }
  return askings
}

async function accountsAskingFor(tx: Tx, workspaceId: string, trigger: string): Promise<readonly string[]> {
  const rows = await tx.execute(sql`
    select distinct r.account_id as id from rule r join rule_version v on v.id = r.live_version_id join account a on a.id = r.account_id and a.deleted_at is null
    where r.workspace_id = ${workspaceId} and r.state in ('active', 'paused') and v.trigger = ${trigger} order by 1`)
  return rows.map(({ id }) => String(id))
}
