import { sql } from 'drizzle-orm'
import { engine, processState } from '../db/schema'
import type { Services } from './services'

/** What /readyz says. `ready`: mail can come in, rules can run, people can work. */
export interface Readiness {
  readonly ready: boolean
  readonly database: boolean
  readonly engine: boolean
  readonly processes: readonly { readonly name: string; readonly state: string; readonly there: boolean }[]
}

/** A heartbeat older than this is no heartbeat. */
const QUIET_SECONDS = 20

/** Asks the database, and the rows other processes keep fresh there. The web process itself is there when it answers. */
export async function readiness({ database, log, now }: Pick<Services, 'database' | 'log' | 'now'>): Promise<Readiness> {
  try {
    await database.system.execute(sql`select 1`)
    const [row] = await database.system.select().from(engine)
    const rows = await database.system.select().from(processState)
    const heard = (at: Date | null | undefined) => at instanceof Date && now().getTime() - at.getTime() < QUIET_SECONDS * 1000
    const processes = rows.map(({ name, state, seenAt }) => ({ name, state, there: heard(seenAt) }))
    const answering = row?.answering === true && heard(row.seenAt)
    return { ready: answering && processes.some(({ name, there }) => name === 'worker' && there), database: true, engine: answering, processes }
  } catch (error) {
    log.warn({ error, code: 'database.away' }, 'not ready: the database does not answer')
    return { ready: false, database: false, engine: false, processes: [] }
  }
}
