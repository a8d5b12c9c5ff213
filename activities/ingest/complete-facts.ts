import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { RecordOfThread, recordOfThread } from '../../db/queries/message-facts'
import { send } from '../../db/send'
import { storableJson } from './storable'
import type { Asks } from '../../rules/asks'
import type { MessageFacts } from '../../rules/facts'
import type { Happening } from '../events/happening'

const Known = z.array(z.object({ address: z.string() }))
const Records = z.array(z.object({ thread: z.string(), record: RecordOfThread.nullable() }))

/** Looks up what arriving mails do not bring themselves, where a rule asks: whether the sender is known, and the thread's open record. */
export async function completeFacts(tx: Tx, happenings: readonly Happening[], asks: Asks): Promise<readonly Happening[]> {
  const arriving = happenings.filter(({ event }) => event.type === 'mail arrived')
  if (arriving.length === 0 || (!asks.contact && !asks.record)) return happenings
  const [known, records] = await Promise.all([
    asks.contact ? knownAmong(tx, arriving.map(({ event }) => senderOf(event.facts))) : new Set<string>(),
    asks.record ? recordsOf(tx, arriving.map(({ event }) => event.facts.threadRef)) : new Map<string, MessageFacts['record']>(),
  ])
  const completed = (facts: MessageFacts): MessageFacts => ({ ...facts, contactKnown: known.has(senderOf(facts)), record: records.get(facts.threadRef) ?? null })
  return happenings.map((happening) => (happening.event.type === 'mail arrived' ? { ...happening, event: { ...happening.event, facts: completed(happening.event.facts) } } : happening))
}

function senderOf({ from }: MessageFacts): string {
  return (from?.address ?? '').toLowerCase()
}

async function knownAmong(tx: Tx, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await send(tx, sql`
    select k.address from correspondent k join (select distinct jsonb_array_elements_text(${storableJson(addresses)}::jsonb) as address) a on a.address = k.address
    where k.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid`)
  return new Set(Known.parse(rows).map(({ address }) => address))
}

async function recordsOf(tx: Tx, threads: readonly string[]): Promise<ReadonlyMap<string, MessageFacts['record']>> {
  const rows = await send(tx, sql`
    select t.id as thread, ${recordOfThread(sql`t.id`)} as record from (select distinct jsonb_array_elements_text(${JSON.stringify(threads)}::jsonb)::uuid as id) t`)
  return new Map(Records.parse(rows).map(({ thread, record }) => [thread, record]))
}
