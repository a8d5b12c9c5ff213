import type { Tx } from '../../../db/client'
import { dispatch } from '../../../db/schema'

/** Has the account's workflow read its row again, or begin where it had ended: a signal with start, delivered after the commit. */
export async function recheck(tx: Tx, workspaceId: string, accountId: string): Promise<void> {
  await tx.insert(dispatch).values({ workspaceId, workflowId: `account:${accountId}`, kind: 'recheck', workflow: 'syncAccount', subjectId: accountId }).onConflictDoNothing()
}
