import { and, eq, isNull, ne, or, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../../db/client'
import { account } from '../../../db/schema'
import { conflict } from '../../failure-status'

/** Any number works, as long as it is always the same. */
const LOCAL_ADDRESSES_LOCK = 7_042_001

/**
 * Fails with `conflict.address` where an account of the gateway, of this workspace or another, has one of these addresses, as its own or as a further one: the gateway
 * must know whose mail it is, and nobody may take another's by naming it. Those who ask at the same time wait for each other until their transaction ends.
 */
export async function requireFreeAddresses(tx: Tx, { system }: Pick<Database, 'system'>, { id, addresses }: { readonly id: string; readonly addresses: readonly string[] }): Promise<void> {
  if (addresses.length === 0) return
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCAL_ADDRESSES_LOCK})`)
  const wanted = sql`array(select jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb))`
  const taken = await system
    .select({ id: account.id })
    .from(account)
    .where(and(eq(account.kind, 'local'), isNull(account.deletedAt), ne(account.id, id), or(sql`lower(${account.address}) = any(${wanted})`, sql`${account.identities} ?| ${wanted}`)))
    .limit(1)
  if (taken.length > 0) throw addressTaken()
}

export function addressTaken() {
  return conflict('conflict.address', 'There is an account with this address already.')
}
