import { sql } from 'drizzle-orm'
import type { Database } from '../db/client'

/** Says that a process of ours is there and how it is. The status bar and /readyz read the row; a quiet one counts as gone. */
export async function beat(database: Database, name: string, startedAt: Date, state: string, detail = ''): Promise<void> {
  await database.system.execute(sql`
    insert into process_state (name, pid, state, detail, started_at, seen_at) values (${name}, ${process.pid}, ${state}, ${detail}, ${startedAt.toISOString()}::timestamptz, now())
    on conflict (name) do update set pid = excluded.pid, state = excluded.state, detail = excluded.detail, started_at = excluded.started_at, seen_at = now(),
      restarts = process_state.restarts + case when process_state.pid = excluded.pid then 0 else 1 end`)
}
