import { CAPS } from '../caps'
import { Failure } from '../failure'
import { pull } from './call'
import type { Connection } from './connect'
import { uidSet } from './uids'

/** One message as the server gave it. */
export interface FetchedMessage {
  readonly uid: number
  readonly flags: readonly string[]
  /** INTERNALDATE: when the server received it. */
  readonly receivedAt: Date
  readonly modseq: bigint | null
  /** The whole message; one byte more than the reader's cap when it is longer, so that the reader refuses it rather than reads a part. */
  readonly raw: Buffer
}

const BATCH = 100
const BATCH_BYTES = 8 * 1024 * 1024

/** Messages of the open mailbox from `fromUid` on, as `fetchRange` gives them. */
export async function* fetchNew(connection: Connection, fromUid: number): AsyncGenerator<readonly FetchedMessage[], void, undefined> {
  yield* fetchRange(connection, `${fromUid}:*`, (uid) => uid >= fromUid)
}

/**
 * Whole messages by UID, ascending, without setting `\Seen`, in batches of at most 100 messages or about 8 MB; those that are gone are left out.
 * Sizes are asked first, so that a batch is bounded before it is sent, and the next is not asked for before the loop has taken the last. Throws Failure
 * `incomplete` (retry) when the server gives no bytes of a message it has: an empty message must not be stored in its place.
 */
export async function* fetchRange(connection: Connection, range: string, wanted: (uid: number) => boolean = () => true): AsyncGenerator<readonly FetchedMessage[], void, undefined> {
  for (const batch of batches(await listed(connection, range, wanted))) {
    const sources = await sourcesOf(connection, batch)
    yield batch.flatMap(({ size, ...message }) => {
      const raw = sources.get(message.uid)
      if (raw === undefined) return []
      if (raw.length === 0 && size > 0) throw incomplete()
      return [{ ...message, raw }]
    })
  }
}

type Listed = Omit<FetchedMessage, 'raw'> & { readonly size: number }

async function listed(connection: Connection, range: string, wanted: (uid: number) => boolean): Promise<Listed[]> {
  const found: Listed[] = []
  const query = { uid: true, flags: true, internalDate: true, size: true }
  for await (const message of pull(connection, 'fetch', connection.client.fetch(range, query, { uid: true }))) {
    // `n:*` names the last message also when its UID is below n (RFC 9051 4.1.1).
    if (!wanted(message.uid)) continue
    found.push({ uid: message.uid, flags: [...(message.flags ?? [])], receivedAt: dateOf(message.internalDate), modseq: message.modseq ?? null, size: message.size ?? 0 })
  }
  return found.sort((left, right) => left.uid - right.uid)
}

/** Cuts a list where a batch is full; a message over the reader's cap stands alone. */
function* batches(messages: readonly Listed[]): Generator<readonly Listed[]> {
  let batch: Listed[] = []
  let bytes = 0
  for (const message of messages) {
    if (batch.length > 0 && (batch.length >= BATCH || bytes + message.size > BATCH_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(message)
    bytes += message.size
  }
  if (batch.length > 0) yield batch
}

/** A part is asked for only where the whole is over the cap: some servers answer partial fetches of several messages with nothing. */
async function sourcesOf(connection: Connection, batch: readonly Listed[]): Promise<ReadonlyMap<number, Buffer>> {
  const tooLarge = batch.length === 1 && (batch[0]?.size ?? 0) > CAPS.rawBytes
  const query = { uid: true, source: tooLarge ? { maxLength: CAPS.rawBytes + 1 } : true }
  const sources = new Map<number, Buffer>()
  for await (const { uid, source } of pull(connection, 'fetch', connection.client.fetch(uidSet(batch.map(({ uid }) => uid)), query, { uid: true }))) {
    if (source !== undefined) sources.set(uid, source)
  }
  return sources
}

function incomplete(): Failure {
  return new Failure('incomplete', { retry: 'yes', publicMessage: 'The mail server sent an empty message in place of one it has. It is asked again.' })
}

/** The server's date; the start of 1970 when it sent none that can be read, which never counts as newly arrived. */
export function dateOf(value: Date | string | undefined): Date {
  const date = new Date(value ?? 0)
  return Number.isNaN(date.getTime()) ? new Date(0) : date
}
