import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { send } from '../../db/send'
import { threadSubject, type Entry } from './store-messages'
import { storableJson } from './storable'
import type { Threads } from './threads'

interface Place {
  readonly workspaceId: string
  readonly accountId: string
}

interface Count {
  readonly id: string
  readonly subject: string
  readonly n: number
  readonly last: Date
  readonly inbound: Date | null
  readonly outbound: Date | null
}

/** Opens the threads of the batch that are new and counts its messages in all of them. Before the messages are written, because those refer to them. */
export async function storeThreads(tx: Tx, { workspaceId, accountId }: Place, threads: Threads, entries: readonly Entry[]): Promise<void> {
  const counts = [...countsOf(entries).values()]
  const opened = counts.filter(({ id }) => threads.fresh.has(id))
  const grown = counts.filter(({ id }) => !threads.fresh.has(id))
  const rows = (some: readonly Count[]) => sql`jsonb_to_recordset(${storableJson(some)}::jsonb) as r(id uuid, subject text, n int, last timestamptz, inbound timestamptz, outbound timestamptz)`
  const open = () => send(tx, sql`
    insert into thread (workspace_id, account_id, id, subject, message_count, last_message_at, last_inbound_at, last_outbound_at)
    select ${workspaceId}::uuid, ${accountId}::uuid, r.id, r.subject, r.n, r.last, r.inbound, r.outbound from ${rows(opened)}`)
  const grow = () => send(tx, sql`
    update thread t set message_count = t.message_count + r.n, last_message_at = greatest(t.last_message_at, r.last),
      last_inbound_at = greatest(t.last_inbound_at, r.inbound), last_outbound_at = greatest(t.last_outbound_at, r.outbound)
    from ${rows(grown)} where t.id = r.id`)
  await Promise.all([opened.length > 0 ? open() : undefined, grown.length > 0 ? grow() : undefined])
}

function countsOf(entries: readonly Entry[]): Map<string, Count> {
  const counts = new Map<string, Count>()
  for (const { as, threadId, mail } of entries) {
    if (as !== 'new') continue
    const { receivedAt, direction } = mail
    const known = counts.get(threadId) ?? { id: threadId, subject: threadSubject(mail), n: 0, last: receivedAt, inbound: null, outbound: null }
    counts.set(threadId, {
      ...known,
      n: known.n + 1,
      last: later(known.last, receivedAt),
      inbound: direction === 'in' ? later(known.inbound, receivedAt) : known.inbound,
      outbound: direction === 'out' ? later(known.outbound, receivedAt) : known.outbound,
    })
  }
  return counts
}

function later(one: Date | null, other: Date): Date {
  return one !== null && one > other ? one : other
}
