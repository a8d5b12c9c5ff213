import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/client'
import { oneByOne } from '../db/one-by-one'

const Asked = z.array(z.object({ workspaceId: z.string(), executionId: z.string() }))

/**
 * Carries out what people asked to be cancelled and the engine was not told yet, which is what happens while it is away: the rows decide, so nobody has to wait for it.
 * The dispatch rows stay, and a workflow that hears of its cancellation later finds its row final. Returns how many were looked at.
 */
export async function cancelAsked(database: Database, advance: (subject: { readonly workspaceId: string; readonly executionId: string }) => Promise<unknown>): Promise<number> {
  const asked = Asked.parse(await database.system.execute(sql`
    select e.workspace_id as "workspaceId", e.id as "executionId" from dispatch d join execution e on e.id = d.subject_id
    where d.workflow = 'executeRule' and d.kind = 'recheck' and e.cancel_requested_at is not null and e.ended_at is null limit 50`))
  await oneByOne(asked, advance)
  return asked.length
}
