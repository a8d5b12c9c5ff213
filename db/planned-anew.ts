import { sql } from 'drizzle-orm'
import { withCommit, type Tx } from './client'
import { send } from './send'

/**
 * Has statements planned for the values they come with and for the tables as they are now: a kept plan may stem from the minute before a backlog, when there was next to
 * nothing in them. For statements about many rows, that are worth it. `ask` sends all of them before it waits.
 */
export async function plannedAnew<T>(tx: Tx, ask: () => Promise<T>): Promise<T> {
  const on = send(tx, sql`set local plan_cache_mode to force_custom_plan`)
  const answer = ask()
  const off = send(tx, sql`set local plan_cache_mode to default`)
  await withCommit(tx, on, off)
  return answer
}
