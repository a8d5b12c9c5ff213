import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { threadReferences } from '../../mail/thread'
import { mergeThreads, type Merge } from './merge-threads'
import { storableJson } from './storable'
import type { IngestMail } from './batch'

/** Where the mails of a batch belong. Every thread that existed before is locked until the end of the transaction. */
export interface Threads {
  /** Thread of each mail, by its place in the batch. */
  readonly ofMail: readonly string[]
  /** Threads that no stored message belongs to yet; their rows are still to be written. */
  readonly fresh: ReadonlySet<string>
}

/** A reference and the thread it leads to if nothing was known of it. */
interface Opening {
  readonly reference: string
  readonly thread: string
}

interface Place {
  readonly workspaceId: string
  readonly accountId: string
}

/**
 * Finds or opens the thread of every mail. All references of the batch are inserted first, sorted: that is where two transactions that take in a mail and
 * its reply at the same moment meet, and the later one waits. Then the threads they name are locked in id order and merged where a mail joins several.
 * `look` asks what may only be asked under these locks: its statements follow theirs without waiting, and it is called again when more had to be locked.
 */
export async function findThreads<Seen>(tx: Tx, place: Place, mails: readonly IngestMail[], look: () => Promise<Seen>): Promise<Threads & { readonly seen: Seen }> {
  const groups = new Groups()
  const references = mails.map(({ parsed }) => threadReferences(parsed.content, parsed.identity).ids)
  for (const [index, ids] of references.entries()) for (const id of ids) groups.join(`mail ${index}`, id)
  const opened = new Map<string, string>()
  const open = (key: string): string => {
    const root = groups.root(key)
    const id = opened.get(root) ?? newId()
    opened.set(root, id)
    return id
  }
  const openings = [...new Set(references.flat())].map((reference) => ({ reference, thread: open(reference) }))
  const openedFor = mails.map((_, index) => open(`mail ${index}`))
  const [, { known, seen }] = await Promise.all([insertReferences(tx, place, openings), lockKnown(tx, place, openings, look)])

  for (const [reference, thread] of known) groups.join(reference, `thread ${thread}`)
  const standing = new Map<string, string>()
  const merges: Merge[] = []
  for (const thread of [...new Set(known.values())].sort()) {
    const root = groups.root(`thread ${thread}`)
    const oldest = standing.get(root)
    if (oldest === undefined) standing.set(root, thread)
    else merges.push({ from: thread, into: oldest })
  }
  await mergeThreads(tx, place.workspaceId, merges)
  await moveReferences(tx, place, openings.flatMap(({ reference, thread: opening }) => {
    const thread = standing.get(groups.root(reference))
    return thread === undefined || known.has(reference) || thread === opening ? [] : [{ reference, thread }]
  }))
  const ofMail = openedFor.map((opening, index) => standing.get(groups.root(`mail ${index}`)) ?? opening)
  const used = new Set(ofMail)
  return { ofMail, fresh: new Set(openedFor.filter((opening) => used.has(opening))), seen }
}

async function insertReferences(tx: Tx, { workspaceId, accountId }: Place, rows: readonly Opening[]): Promise<void> {
  await send(tx, sql`
    insert into thread_reference (workspace_id, account_id, reference, thread_id)
    select ${workspaceId}::uuid, ${accountId}::uuid, r.reference, r.thread from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(reference text, thread uuid)
    order by r.reference collate "C" on conflict do nothing`)
}

const Named = z.array(z.object({ reference: z.string(), thread: z.string() }))

/** The threads that references led to before this batch, locked. Asked after each lock: while we waited for it another transaction may have merged. */
async function lockKnown<Seen>(
  tx: Tx,
  place: Place,
  openings: readonly Opening[],
  look: () => Promise<Seen>,
): Promise<{ readonly known: ReadonlyMap<string, string>; readonly seen: Seen }> {
  const opened = new Set(openings.map(({ thread }) => thread))
  // As one array, so that the index is asked for these references; a join would read all the account has.
  const named = sql`thread_reference where account_id = ${place.accountId}::uuid and reference = any(array(select jsonb_array_elements_text(${storableJson(openings.map(({ reference }) => reference))}::jsonb)))`
  const locked = new Set<string>()
  for (;;) {
    const [locks, rows, seen] = await Promise.all([
      send(tx, sql`select id from thread where id = any(array(select thread_id from ${named})) order by id for no key update`),
      send(tx, sql`select reference, thread_id as thread from ${named}`).then((found) => Named.parse(found)),
      look(),
    ])
    for (const { id } of locks) locked.add(String(id))
    const known = new Map(rows.filter(({ thread }) => !opened.has(thread)).map(({ reference, thread }) => [reference, thread]))
    const threads = [...known.values()]
    if (threads.every((thread) => locked.has(thread))) return { known, seen }
    // The next turn locks them, or finds that they have no row.
    for (const thread of threads) locked.add(thread)
  }
}

async function moveReferences(tx: Tx, { accountId }: Place, rows: readonly Opening[]): Promise<void> {
  if (rows.length === 0) return
  const wanted = storableJson(rows)
  await send(tx, sql`
    update thread_reference t set thread_id = r.thread from jsonb_to_recordset(${wanted}::jsonb) as r(reference text, thread uuid)
    where t.account_id = ${accountId}::uuid and t.reference = r.reference and t.reference = any(array(select w.reference from jsonb_to_recordset(${wanted}::jsonb) as w(reference text)))`)
}

/** Disjoint sets of keys, joined as references show that they belong together. */
class Groups {
  private readonly parents = new Map<string, string>()

  root(key: string): string {
    const parent = this.parents.get(key) ?? key
    if (parent === key) return key
    const root = this.root(parent)
    this.parents.set(key, root)
    return root
  }

  join(one: string, other: string): void {
    const [left, right] = [this.root(one), this.root(other)]
    if (left !== right) this.parents.set(left, right)
  }
}
