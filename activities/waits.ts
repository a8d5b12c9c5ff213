import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../db/client'
import { enqueue } from '../db/queries/enqueue-dispatch'
import { send } from '../db/send'

/** A mail that may end a wait of its thread (semantics 16). */
export interface Voice {
  readonly threadId: string
  readonly messageId: string | null
  readonly direction: 'in' | 'out'
  /** False for whatever a program sent: it is nobody's reply. */
  readonly byPerson: boolean
  readonly fromOwnAddress: boolean
  /** The execution whose mail it is; null when a person wrote it. */
  readonly executionId: string | null
  readonly at: Date
}

const Open = z.array(
  z.object({ id: z.string(), execution: z.string(), thread: z.string(), listens: z.enum(['replied', 'answered']), anchor: z.coerce.date(), due: z.coerce.date(), messageId: z.string().nullable() }),
)

/**
 * Ends the open waits that these mails are the event of and wakes their executions. `replied` is a later mail of a person from the other side, `answered` one
 * of ours other than automatic mail and the execution's own. The threads must be locked: whoever opens a wait holds the same lock.
 */
export async function decideWaits(tx: Tx, workspaceId: string, voices: readonly Voice[], now: Date): Promise<void> {
  const speaking = voices.filter(({ byPerson }) => byPerson)
  if (speaking.length === 0) return
  const threads = JSON.stringify([...new Set(speaking.map(({ threadId }) => threadId))])
  const open = Open.parse(
    await send(tx, sql`
      select w.id, w.execution_id as execution, w.thread_id as thread, w.listens_to as listens, w.anchor_at as anchor, w.due_at as due, e.message_id as "messageId"
      from wait w join execution e on e.id = w.execution_id
      where w.workspace_id = ${workspaceId} and w.port is null and w.listens_to in ('replied', 'answered') and w.thread_id in (select jsonb_array_elements_text(${threads}::jsonb)::uuid)`),
  )
  const decided = open.flatMap((wait) => {
    const voice = speaking.find((candidate) => candidate.threadId === wait.thread && candidate.messageId !== wait.messageId && ends(wait, candidate))
    return voice === undefined ? [] : [{ id: wait.id, execution: wait.execution, message: voice.messageId }]
  })
  if (decided.length === 0) return
  const won = await send(tx, sql`
    update wait w set port = w.event_port, decided_at = ${now.toISOString()}::timestamptz, decided_by_message_id = r.message
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as r(id uuid, message uuid) where w.id = r.id and w.port is null returning w.execution_id as execution`)
  await enqueue(tx, won.map(({ execution }) => ({ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: String(execution) })))
}

function ends(wait: z.infer<typeof Open>[number], voice: Voice): boolean {
  // A wait whose time was over before is ended by its time, however late somebody comes to look (semantics 16).
  if (voice.at <= wait.anchor || voice.at >= wait.due) return false
  if (wait.listens === 'replied') return voice.direction === 'in' && !voice.fromOwnAddress
  return voice.direction === 'out' && voice.executionId !== wait.execution
}
