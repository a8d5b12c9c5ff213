import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import type { IngestMail } from './batch'
import { isWhole } from './is-whole'

/** What one mail of a batch is to us. `new`: never seen. `filled`: known from its headers, and here is its body. `known`: seen before, or twice in this batch. */
export interface Recognised {
  readonly messageId: string
  readonly as: 'new' | 'filled' | 'known'
  /** Number among messages of the same identity that differ in body. */
  readonly twin: number
}

interface Copy {
  readonly messageId: string
  readonly body: string | null
  readonly twin: number
}

const Found = z.array(z.object({ id: z.string(), identity: z.string(), body: z.string().nullable(), twin: z.number() }))

/** Compares by content: same header block without trace fields, and same body where both are known. Their threads must be locked. */
export async function recognise(tx: Tx, accountId: string, mails: readonly IngestMail[]): Promise<readonly Recognised[]> {
  const identities = mails.map(({ parsed }) => parsed.identity.toString('hex'))
  // One look into the index per identity, whatever the planner thinks of the table. Compared as bytes that came as bytes: row-level security keeps a function from the index.
  const rows = Found.parse(
    await send(tx, sql`
      select m.id, encode(i.identity, 'hex') as identity, encode(m.body_hash, 'hex') as body, m.identity_twin as twin
      from unnest(${`{${[...new Set(identities)].map((hex) => `"\\\\x${hex}"`).join(',')}}`}::bytea[]) as i(identity)
      cross join lateral (select id, body_hash, identity_twin from message where account_id = ${accountId}::uuid and identity = i.identity offset 0) m
      order by m.identity_twin`),
  )
  const copies = new Map<string, Copy[]>()
  for (const { id, identity, body, twin } of rows) copiesOf(copies, identity).push({ messageId: id, body, twin })
  return mails.map(({ parsed }, index) => {
    const body = isWhole(parsed) ? parsed.bodyHash.toString('hex') : null
    const seen = copiesOf(copies, identities[index] ?? '')
    const same = seen.findIndex((copy) => body === null || copy.body === null || copy.body === body)
    const found = seen[same]
    if (found === undefined) {
      const copy = { messageId: newId(), body, twin: seen.length }
      seen.push(copy)
      return { messageId: copy.messageId, as: 'new', twin: copy.twin }
    }
    const isFilled = body !== null && found.body === null && rows.some(({ id }) => id === found.messageId)
    if (isFilled) seen[same] = { ...found, body }
    return { messageId: found.messageId, as: isFilled ? 'filled' : 'known', twin: found.twin }
  })
}

function copiesOf(copies: Map<string, Copy[]>, identity: string): Copy[] {
  const list = copies.get(identity) ?? []
  copies.set(identity, list)
  return list
}
