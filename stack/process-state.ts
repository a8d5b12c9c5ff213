import type { Sql } from 'postgres'
import type { ChildStatus } from './kept-child'

/** Writes what runs into the table `process_state`, which the screens' status bar and /readyz read. */
export interface ProcessState {
  write(children: readonly ChildStatus[]): void
  close(): Promise<void>
}

const REFRESH_MILLISECONDS = 10_000

/**
 * Begins writing as the owner. The database may be the very thing that is down: a write that fails is dropped, the next one
 * brings everything up to date, and the status file has it meanwhile.
 */
export async function keepProcessState(ownerUrl: string): Promise<ProcessState> {
  const { default: postgres } = await import('postgres')
  const sql = postgres(ownerUrl, { max: 1, idle_timeout: 30, connect_timeout: 5, onnotice: () => undefined, connection: { application_name: 'postroom-supervisor' } })
  let latest: readonly ChildStatus[] = []
  let busy: Promise<void> | null = null
  let again = false
  const flush = (): void => {
    if (busy !== null) {
      again = true
      return
    }
    busy = upsert(sql, latest)
      .catch(() => undefined)
      .then(() => {
        busy = null
        if (!again) return
        again = false
        flush()
      })
  }
  const timer = setInterval(flush, REFRESH_MILLISECONDS)
  timer.unref()
  return {
    write(children) {
      latest = children
      flush()
    },
    async close() {
      clearInterval(timer)
      again = false
      await sql.end({ timeout: 1 })
    },
  }
}

async function upsert(sql: Sql, children: readonly ChildStatus[]): Promise<void> {
  if (children.length === 0) return
  const rows = children.map((child) => ({ name: child.name, pid: child.pid ?? 0, state: child.state, detail: child.lastEnd, restarts: child.restarts, started_at: child.since, seen_at: new Date() }))
  await sql`
    insert into process_state ${sql(rows, 'name', 'pid', 'state', 'detail', 'restarts', 'started_at', 'seen_at')}
    on conflict (name) do update set pid = excluded.pid, state = excluded.state, detail = excluded.detail, restarts = excluded.restarts,
      started_at = excluded.started_at, seen_at = excluded.seen_at`
}
