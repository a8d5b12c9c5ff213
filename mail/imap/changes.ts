import { pull } from './call'
import type { Connection } from './connect'
import type { ChangedFlags } from './select'

/** Flags that changed after `sinceModseq` in the open mailbox (CONDSTORE, RFC 7162 3.1.4.1). Without CONDSTORE use `flagsOf`. */
export function flagChanges(connection: Connection, sinceModseq: bigint): Promise<ChangedFlags[]> {
  return collect(connection, '1:*', sinceModseq)
}

/** The flags of every message in a UID range (`1:*` for all), for servers without CONDSTORE: the caller compares with what it knows. */
export function flagsOf(connection: Connection, range: string): Promise<ChangedFlags[]> {
  return collect(connection, range, null)
}

async function collect(connection: Connection, range: string, since: bigint | null): Promise<ChangedFlags[]> {
  const found: ChangedFlags[] = []
  const options = since === null ? { uid: true } : { uid: true, changedSince: since }
  for await (const { uid, flags, modseq } of pull(connection, 'fetch', connection.client.fetch(range, { uid: true, flags: true }, options))) {
    found.push({ uid, flags: [...(flags ?? [])], modseq: modseq ?? null })
  }
  return found
}
