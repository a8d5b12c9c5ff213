import { notifyChanged, withCommit, type Tx } from '../db/client'
import { isOwn } from '../mail/address'
import type { Deps } from './deps'
import { announceSent, type SentMail } from './events/sent-mails'
import { arrivalsOf } from './ingest/arrivals'
import type { IngestBatch, IngestMail } from './ingest/batch'
import { causeOf, ownMails, type Cause, type OwnMail } from './ingest/causes'
import { readContext, type IngestContext } from './ingest/context'
import { insertStarts } from './ingest/insert-starts'
import { recognise } from './ingest/known-messages'
import { matchRules } from './ingest/match-rules'
import { keepLooks, type ShadowLook } from './ingest/shadow-look'
import { storePlacements } from './ingest/placements'
import { noteReturned } from './ingest/returned-mails'
import { storeMessages, type Entry } from './ingest/store-messages'
import { storeThreads } from './ingest/store-threads'
import { findThreads } from './ingest/threads'
import { extendTimelines } from './ingest/timeline'
import { persistently } from './sync/errors'
import { decideWaits, type Voice } from './waits'
import type { Plans } from './plans'

export interface Ingested {
  readonly messageId: string
  readonly threadId: string
  readonly known: boolean
  /** Executions it set off. */
  readonly executionIds: readonly string[]
}

export type IngestDeps = Pick<Deps, 'database' | 'now' | 'log' | 'fault'> & { readonly plans: Plans }

/**
 * Takes mail in: the one way by which a message gets into Postroom. One transaction writes messages, threads, placements, attachments and raw bytes, decides
 * waits, matches the rules, claims scopes and inserts executions with the order to start the first of each event. Idempotent by content identity within the
 * account and by UID within a mailbox. A transaction that was in another's way is run again.
 * @throws Failure `superseded`, `account removed`; database errors.
 */
export async function ingest(deps: IngestDeps, batch: IngestBatch): Promise<readonly Ingested[]> {
  return persistently(async () => {
    const { ingested, looks } = await deps.database.inWorkspace(batch.workspaceId, async (tx) => {
      const result = await take(deps, tx, batch)
      await batch.cursor?.(tx)
      await deps.fault('ingest: before commit')
      return result
    })
    await deps.fault('ingest: after commit')
    await keepLooks(deps, batch.workspaceId, looks)
    return ingested
  })
}

interface Taken {
  readonly ingested: readonly Ingested[]
  readonly looks: readonly ShadowLook[]
}

async function take(deps: IngestDeps, tx: Tx, batch: IngestBatch): Promise<Taken> {
  const { workspaceId, accountId, mails } = batch
  if (mails.length === 0) {
    await readContext(tx, batch)
    return { ingested: [], looks: [] }
  }
  const now = deps.now()
  const place = { workspaceId, accountId, now }
  // Statements that need nothing of each other are sent together, in the order of the calls: here, and twice more below.
  const look = () => Promise.all([recognise(tx, accountId, mails), ownMails(tx, workspaceId, mails)])
  const [context, threads] = await Promise.all([readContext(tx, batch), findThreads(tx, place, mails, look)])
  const [recognised, own] = threads.seen
  const entries = mails.map((mail, index): Entry => {
    const { messageId, as, twin } = recognised[index] ?? { messageId: '', as: 'known', twin: 0 }
    return { mail, messageId, as, twin, threadId: threads.ofMail[index] ?? '', outgoingMessageId: sentCopyOf(mail, own, accountId) }
  })
  const arrivals = await arrivalsOf(tx, accountId, context, threads, entries, causesOf(entries, own))
  // Of a thread that is only now opened nobody waits for a reply, and no record is on it, unless the mail was written for one.
  const continued = entries.filter(({ threadId }) => !threads.fresh.has(threadId))
  const [, , , records, verdicts] = await Promise.all([
    storeThreads(tx, place, threads, entries),
    storeMessages(tx, place, entries),
    decideWaits(tx, workspaceId, voicesOf(continued, context, own), now),
    extendTimelines(tx, workspaceId, entries.filter(({ threadId, outgoingMessageId }) => outgoingMessageId !== null || !threads.fresh.has(threadId))),
    matchRules(tx, deps.plans, place, context, arrivals),
  ])
  const started = new Map(verdicts.map(({ happening, starts }) => [happening.messageId, starts.map(({ executionId }) => executionId)]))
  const fresh = entries.filter(({ as }) => as === 'new')
  const tell = (kind: string, ids: readonly string[]) => (ids.length > 0 ? notifyChanged(tx, workspaceId, kind, ids) : undefined)
  await Promise.all([
    tell('message', fresh.map(({ messageId }) => messageId)),
    tell('execution', [...started.values()].flat()),
    tell('record', records),
  ])
  await announceSent(tx, place, sentOf(entries, own, context))
  await noteReturned(tx, workspaceId, entries, now)
  // The placements last, because they lock the mailbox's row, on which everybody who takes mail in for this account meets.
  await withCommit(tx, insertStarts(tx, place, verdicts), storePlacements(tx, place, entries))
  return {
    ingested: entries.map(({ messageId, threadId, as }) => ({ messageId, threadId, known: as !== 'new', executionIds: as === 'new' ? (started.get(messageId) ?? []) : [] })),
    looks: verdicts.flatMap(({ shadows = [] }) => shadows),
  }
}

function ownOf(mail: IngestMail, own: ReadonlyMap<string, OwnMail>): OwnMail | null {
  return own.get(mail.parsed.content.messageId ?? '') ?? null
}

function sentCopyOf(mail: IngestMail, own: ReadonlyMap<string, OwnMail>, accountId: string): string | null {
  const found = mail.direction === 'out' ? ownOf(mail, own) : null
  return found !== null && found.accountId === accountId ? found.outgoingMessageId : null
}

function causesOf(entries: readonly Entry[], own: ReadonlyMap<string, OwnMail>): ReadonlyMap<string, Cause> {
  return new Map(entries.flatMap(({ mail, messageId }) => {
    const cause = causeOf(mail, ownOf(mail, own))
    return cause !== null ? [[messageId, cause] as const] : []
  }))
}

/** Mail of ours that is new to us: just accepted, or found where sent mail lies. Drafts are not sent. */
function sentOf(entries: readonly Entry[], own: ReadonlyMap<string, OwnMail>, { mailboxes }: IngestContext): readonly SentMail[] {
  return entries.flatMap(({ as, mail, messageId, outgoingMessageId }) => {
    const { placement, direction, receivedAt } = mail
    const isSent = direction === 'out' && (placement === null || mailboxes.some(({ id, role }) => id === placement.mailboxId && role === 'sent'))
    return as === 'new' && isSent ? [{ messageId, receivedAt, isOurs: outgoingMessageId !== null, executionId: ownOf(mail, own)?.executionId ?? null }] : []
  })
}

function voicesOf(entries: readonly Entry[], context: IngestContext, own: ReadonlyMap<string, OwnMail>): readonly Voice[] {
  const addresses = [context.address, ...context.identities.map((identity) => identity.toLowerCase())]
  return entries.flatMap(({ as, mail, threadId, messageId }) => {
    if (as !== 'new') return []
    const { content } = mail.parsed
    const sent = mail.direction === 'out' ? ownOf(mail, own) : null
    return [{
      threadId, messageId, direction: mail.direction, byPerson: content.mailClass === null && sent?.automatic !== true,
      fromOwnAddress: isOwn(content.from?.address ?? '', addresses), executionId: sent?.executionId ?? null, at: mail.receivedAt,
    }]
  })
}
