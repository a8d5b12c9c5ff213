import type { ExpungeEvent, FlagsEvent } from 'imapflow'
import { call } from './call'
import type { Connection } from './connect'

/** What the server says of a mailbox when it is opened. */
export interface Selected {
  readonly path: string
  readonly uidValidity: bigint
  /** UID that the next message gets at least; null when the server did not say. */
  readonly uidNext: number | null
  readonly messages: number
  /** Null when the server keeps none, or names one that cannot be (0, RFC 7162 3.1.2.2). */
  readonly highestModseq: bigint | null
  /** UIDs gone since `since`, told by QRESYNC; null when it was not told: compare with `uids`. */
  readonly vanished: readonly number[] | null
  /** Flags changed since `since`, told by QRESYNC; null when it was not told: ask with `flagChanges`. */
  readonly changed: readonly ChangedFlags[] | null
}

export interface ChangedFlags {
  readonly uid: number
  readonly flags: readonly string[]
  readonly modseq: bigint | null
}

export interface SelectOptions {
  readonly readOnly?: boolean
  /** The cursor as it was left; used only where the server has QRESYNC (RFC 7162 3.2.5) and the mailbox is still the same. */
  readonly since?: { readonly uidValidity: bigint; readonly modseq: bigint }
}

/** Opens a mailbox; always asks the server, also when it is open already. Failure `mailbox missing`. */
export async function select(connection: Connection, path: string, { readOnly = false, since }: SelectOptions = {}): Promise<Selected> {
  const { client } = connection
  const vanished: number[] = []
  const changed: ChangedFlags[] = []
  const onExpunge = ({ uid, vanished: told }: ExpungeEvent) => {
    if (told && uid !== undefined) vanished.push(uid)
  }
  const onFlags = ({ uid, flags, modseq }: FlagsEvent) => {
    if (uid !== undefined) changed.push({ uid, flags: [...flags], modseq: modseq ?? null })
  }
  client.on('expunge', onExpunge)
  client.on('flags', onFlags)
  try {
    const options = { readOnly, ...(since === undefined ? {} : { changedSince: since.modseq, uidValidity: since.uidValidity }) }
    const mailbox = await call(connection, 'select', () => client.mailboxOpen(path, options))
    const resumed = since !== undefined && client.enabled.has('QRESYNC') && mailbox.uidValidity === since.uidValidity && modseqOf(mailbox) !== null
    return {
      path: mailbox.path,
      uidValidity: mailbox.uidValidity,
      uidNext: mailbox.uidNext > 0 ? mailbox.uidNext : null,
      messages: mailbox.exists,
      highestModseq: modseqOf(mailbox),
      vanished: resumed ? vanished : null,
      changed: resumed ? changed : null,
    }
  } finally {
    client.off('expunge', onExpunge)
    client.off('flags', onFlags)
  }
}

function modseqOf(mailbox: { readonly highestModseq?: bigint | undefined; readonly noModseq?: boolean | undefined }): bigint | null {
  const { highestModseq, noModseq } = mailbox
  return noModseq === true || highestModseq === undefined || highestModseq <= 0n ? null : highestModseq
}
