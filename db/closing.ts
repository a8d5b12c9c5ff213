import { sql } from 'drizzle-orm'
import { send, type Statements } from './send'

/** Ids that one announcement names at most: its length is bounded by the server. */
const IDS = 50

/**
 * What a transaction still has to do when its work is done: changes to be announced, collected so that each kind is told once, and statements that are on their
 * way. Both travel with the COMMIT instead of each waiting for an answer first. When the server refuses one of them it rolls everything back, and `settled` throws.
 */
export class Closing {
  private readonly changes = new Map<string, Set<string>>()
  private readonly sent: Promise<unknown>[] = []
  private refused: unknown = null

  constructor(private readonly workspaceId: string) {}

  announce(kind: string, ids: readonly string[]): void {
    const known = this.changes.get(kind) ?? new Set()
    this.changes.set(kind, known)
    for (const id of ids.slice(0, IDS)) known.add(id)
  }

  /** Counts a statement that was sent as part of the end. */
  include(statement: Promise<unknown>): void {
    statement.catch((error: unknown) => {
      if (this.refused === null || isAftermath(this.refused)) this.refused = error
    })
    this.sent.push(statement)
  }

  /** Sends the announcements. The last thing before COMMIT. */
  send(tx: Statements): void {
    const payloads = [...this.changes].flatMap(([kind, ids]) => inParts([...ids]).map((part) => payloadOf(this.workspaceId, kind, part)))
    if (payloads.length > 0) this.include(announce(tx, payloads))
  }

  /** Why the transaction failed with `error`: what was refused first, of which all that is heard otherwise is an aftermath, whichever is heard of first. */
  async causeOf(error: unknown): Promise<unknown> {
    await Promise.allSettled(this.sent)
    return this.refused === null || (isAftermath(this.refused) && !isAftermath(error)) ? error : this.refused
  }

  /** After COMMIT: whether all of it was taken. @throws what was refused first. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.sent)
    if (this.refused !== null) throw this.refused
  }
}

/** What the server says of every statement that follows a refused one, which may be heard of first. */
const ABORTED = '25P02'

function isAftermath(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if ('code' in at && at.code === ABORTED) return true
  return false
}

/** Sends announcements now. Browsers hear them at commit. */
export function announce(tx: Statements, payloads: readonly string[]) {
  return send(tx, sql`select pg_notify('postroom_changed', payload) from jsonb_array_elements_text(${JSON.stringify(payloads)}::jsonb) as payload`)
}

/** The text of one announcement: JSON, with at most `IDS` ids, so that it stays below what the server takes (8,000 bytes). */
export function payloadOf(workspaceId: string, kind: string, ids: readonly string[]): string {
  return JSON.stringify({ workspaceId, kind, ids: ids.slice(0, IDS) })
}

function inParts(ids: readonly string[]): readonly (readonly string[])[] {
  const parts = Array.from({ length: Math.ceil(ids.length / IDS) }, (_, part) => ids.slice(part * IDS, (part + 1) * IDS))
  return parts.length === 0 ? [[]] : parts
}
