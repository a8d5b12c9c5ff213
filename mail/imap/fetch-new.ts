import { CAPS } from '../caps'
import { pull } from './call'
import type { Connection } from './connect'

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

/**
 * Messages of the open mailbox from `fromUid` on, whole, ascending, without setting `\Seen`, in batches of at most 100 messages or about 8 MB.
 * One FETCH for all: the server is not asked for the next message before the loop has taken the last batch.
 */
export async function* fetchNew(connection: Connection, fromUid: number): AsyncGenerator<readonly FetchedMessage[], void, undefined> {
  yield* fetchRange(connection, `${fromUid}:*`, (uid) => uid >= fromUid)
}

/** Whole messages by UID; those that are gone are left out. */
export async function* fetchRange(connection: Connection, range: string, wanted: (uid: number) => boolean = () => true): AsyncGenerator<readonly FetchedMessage[], void, undefined> {
  const query = { uid: true, flags: true, internalDate: true, source: { maxLength: CAPS.rawBytes + 1 } }
  let batch: FetchedMessage[] = []
  let bytes = 0
  for await (const message of pull(connection, 'fetch', connection.client.fetch(range, query, { uid: true }))) {
    // `n:*` names the last message also when its UID is below n (RFC 9051 4.1.1).
    if (!wanted(message.uid) || message.source === undefined) continue
    batch.push({ uid: message.uid, flags: [...(message.flags ?? [])], receivedAt: dateOf(message.internalDate), modseq: message.modseq ?? null, raw: message.source })
    bytes += message.source.length
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

/** The server's date; the start of 1970 when it sent none that can be read, which never counts as newly arrived. */
export function dateOf(value: Date | string | undefined): Date {
  const date = new Date(value ?? 0)
  return Number.isNaN(date.getTime()) ? new Date(0) : date
}
