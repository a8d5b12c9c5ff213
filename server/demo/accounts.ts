import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../db/client'
import { account } from '../../db/schema'

export interface DemoAccount {
  readonly id: string
  readonly workspaceId: string
  readonly kind: 'imap' | 'local'
  readonly state: string
}

/** The demo company's accounts that are still there; none once it was removed. */
export async function demoAccounts(database: Database): Promise<DemoAccount[]> {
  return database.system
    .select({ id: account.id, workspaceId: account.workspaceId, kind: account.kind, state: account.state })
    .from(account)
    .where(and(eq(account.demo, true), isNull(account.deletedAt)))
}
