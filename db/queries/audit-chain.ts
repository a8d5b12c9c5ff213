import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'

/** Something that cannot have come about by itself. `seq`: the audit event, where one is concerned. */
export interface ChainFault {
  /**
   * `changed`: an event says something else than when it was written. `missing`: an event is gone that its age does not explain. `added`: an event that was never chained.
   * `link`: a link of the chain was changed, taken out or put in. `end`: the last links are gone.
   */
  readonly what: 'changed' | 'missing' | 'added' | 'link' | 'end'
  readonly seq: number | null
}

export interface ChainReport {
  /** How many links were followed, and the number and hash (hex) of the last: written down elsewhere, they prove later that nothing was cut off. */
  readonly links: number
  readonly last: number
  readonly hash: string
  /** Events before this time were dropped by age; null: none were. */
  readonly droppedBefore: Date | null
  /** At most a hundred. Empty: every event is as it was written. */
  readonly faults: readonly ChainFault[]
}

const PAGE = 2_000
const MOST = 100
const NOTHING = '0'.repeat(64)

const Head = z.object({ number: z.coerce.number(), hash: z.string(), anchorNumber: z.coerce.number(), anchorHash: z.string(), droppedBefore: z.coerce.date().nullable() })
const Link = z.object({ number: z.coerce.number(), seq: z.coerce.number(), eventHash: z.string(), prevHash: z.string(), hash: z.string(), text: z.string().nullable(), isDropped: z.boolean() })

/** Follows the chain over the workspace's audit events from its anchor to its end, computing every hash anew. Reads all of the trail, a page at a time. */
export async function verifyAudit(tx: Tx, workspaceId: string): Promise<ChainReport> {
  const [row] = await tx.execute(sql`
    select number, encode(hash, 'hex') as hash, anchor_number as "anchorNumber", encode(anchor_hash, 'hex') as "anchorHash", dropped_before as "droppedBefore" from audit_head where workspace_id = ${workspaceId}`)
  const head = row === undefined ? { number: 0, hash: NOTHING, anchorNumber: 0, anchorHash: NOTHING, droppedBefore: null } : Head.parse(row)
  const faults: ChainFault[] = await unchained(tx, workspaceId, head.droppedBefore)
  let at = { number: head.anchorNumber, hash: head.anchorHash }
  let links = 0
  for (;;) {
    const page = await pageAfter(tx, workspaceId, at.number, head.droppedBefore)
    for (const link of page) {
      const isLinked = link.number === at.number + 1 && link.prevHash === at.hash && link.hash === sha256(Buffer.from(link.prevHash + link.eventHash, 'hex'))
      if (!isLinked) faults.push({ what: 'link', seq: link.seq })
      if (link.text === null ? !link.isDropped : sha256(link.text) !== link.eventHash) faults.push({ what: link.text === null ? 'missing' : 'changed', seq: link.seq })
      at = link
      links += 1
    }
    if (page.length < PAGE || faults.length >= MOST) break
  }
  if (faults.length < MOST && (at.number !== head.number || at.hash !== head.hash)) faults.push({ what: 'end', seq: null })
  return { links, last: at.number, hash: at.hash, droppedBefore: head.droppedBefore, faults: faults.slice(0, MOST) }
}

async function unchained(tx: Tx, workspaceId: string, droppedBefore: Date | null): Promise<ChainFault[]> {
  const rows = await tx.execute(sql`
    select e.seq from audit_event e where e.workspace_id = ${workspaceId} and e.at >= coalesce(${droppedBefore?.toISOString() ?? null}::timestamptz, '-infinity')
      and not exists (select 1 from audit_link l where l.event_seq = e.seq and l.workspace_id = e.workspace_id) order by e.seq limit ${MOST}`)
  return rows.map(({ seq }) => ({ what: 'added', seq: Number(seq) }))
}

async function pageAfter(tx: Tx, workspaceId: string, number: number, droppedBefore: Date | null): Promise<readonly z.infer<typeof Link>[]> {
  const rows = await tx.execute(sql`
    select l.number, l.event_seq as seq, encode(l.event_hash, 'hex') as "eventHash", encode(l.prev_hash, 'hex') as "prevHash", encode(l.hash, 'hex') as hash,
      case when e.seq is not null then audit_text(e) end as text, coalesce(l.event_at < ${droppedBefore?.toISOString() ?? null}::timestamptz, false) as "isDropped"
    from audit_link l left join audit_event e on e.seq = l.event_seq and e.at = l.event_at and e.workspace_id = l.workspace_id
    where l.workspace_id = ${workspaceId} and l.number > ${number} order by l.number limit ${PAGE}`)
  return z.array(Link).parse(rows)
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
