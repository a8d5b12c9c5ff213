import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { Instant } from '../../db/queries/keyset'
import { send } from '../../db/send'
import type { MessageFacts } from '../../rules/facts'
import type { Happening } from '../events/happening'
import type { Cause } from './causes'
import type { IngestContext } from './context'
import type { Entry } from './store-messages'
import type { Threads } from './threads'

/** A mail that arrived, as rules see it. */
export interface Arrival extends Happening {
  readonly messageId: string
}

const Voices = z.array(z.object({ thread: z.string(), direction: z.enum(['in', 'out']), from: z.string(), n: z.number(), lastAt: Instant.nullable() }))

/**
 * The facts of the arrivals of a batch. What can change is as it is at this moment: just placed, untagged, after the mails that came before it in the batch.
 * Call it before the batch is written.
 */
export async function arrivalsOf(tx: Tx, accountId: string, context: IngestContext, threads: Threads, entries: readonly Entry[], causes: ReadonlyMap<string, Cause>): Promise<readonly Arrival[]> {
  const arriving = new Set(entries.filter(({ as, mail }) => as === 'new' && mail.arrival && mail.direction === 'in'))
  if (arriving.size === 0) return []
  const known = [...new Set([...arriving].map(({ threadId }) => threadId))].filter((thread) => !threads.fresh.has(thread))
  const voices = new Map<string, Voice[]>()
  for (const { thread, ...voice } of await voicesOf(tx, known)) voicesIn(voices, thread).push(voice)
  const inbox = context.mailboxes.find(({ role }) => role === 'inbox') ?? null
  const ownAddresses = [context.address, ...context.identities.map((identity) => identity.toLowerCase())]
  return entries.flatMap((entry) => {
    if (entry.as !== 'new') return []
    const { mail, messageId, threadId } = entry
    const from = (mail.parsed.content.from?.address ?? '').toLowerCase()
    const before = voicesIn(voices, threadId)
    const facts = (): MessageFacts => ({
      ...mail.parsed.content,
      messageRef: messageId,
      accountRef: accountId,
      ownAddresses,
      threadRef: threadId,
      mailboxRef: mail.placement?.mailboxId ?? inbox?.id ?? null,
      mailboxName: context.mailboxes.find(({ id }) => id === (mail.placement?.mailboxId ?? inbox?.id))?.name ?? null,
      flags: mail.placement?.flags ?? [],
      tags: [],
      threadMessageCount: before.reduce((sum, { n }) => sum + n, 0) + 1,
      isReply: before.some((voice) => voice.direction === 'out' || voice.from === from),
      receivedAt: mail.receivedAt.toISOString(),
      threadLastInboundAt: lastOf(before, 'in'),
      threadLastOutboundAt: lastOf(before, 'out'),
      // It is only now arriving; whom it comes from and what it belongs to is looked up where a rule asks.
      isAnswered: false,
      contactKnown: false,
      record: null,
    })
    const arrival = arriving.has(entry) ? [arrivalOf(entry, facts(), causes.get(messageId) ?? null)] : []
    before.push({ direction: mail.direction, from, n: 1, lastAt: mail.parsed.content.mailClass === null ? mail.receivedAt : null })
    return arrival
  })
}

function arrivalOf({ messageId, threadId }: Entry, facts: MessageFacts, cause: Cause | null): Arrival {
  return { trigger: 'mail arrived', triggerData: {}, messageId, threadId, recordId: null, event: { type: 'mail arrived', facts, accountRef: facts.accountRef }, scopeKey: null, cause }
}

interface Voice {
  readonly direction: 'in' | 'out'
  readonly from: string
  readonly n: number
  /** When it last spoke, by a person's hand; null: never. */
  readonly lastAt: Date | null
}

async function voicesOf(tx: Tx, threads: readonly string[]): Promise<z.infer<typeof Voices>> {
  if (threads.length === 0) return []
  return Voices.parse(
    await send(tx, sql`
      select thread_id as thread, direction, lower(from_address) as "from", count(*)::int as n, max(received_at) filter (where mail_class is null) as "lastAt" from message
      where thread_id in (select jsonb_array_elements_text(${JSON.stringify(threads)}::jsonb)::uuid) group by 1, 2, 3`),
  )
}

function lastOf(voices: readonly Voice[], direction: Voice['direction']): string | null {
  const times = voices.flatMap((voice) => (voice.direction === direction && voice.lastAt !== null ? [voice.lastAt.getTime()] : []))
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString()
}

function voicesIn(voices: Map<string, Voice[]>, thread: string): Voice[] {
  const list = voices.get(thread) ?? []
  voices.set(thread, list)
  return list
}
