import { and, eq, inArray } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../db/client'
import { account, dispatch, execution, executionStep, message, notification, outgoingMessage, outgoingServer, record, reservation, rule, wait, workspace } from '../../db/schema'

/**
 * Takes the demo company out of its workspace: accounts, mail, rules, executions, records and outgoing mail that came from them. What people made on
 * accounts of their own stays, and so do the audit trail and the sign-ins. Returns how many accounts went. The demo's own process sees that they are
 * gone and lets no more mail arrive.
 */
export async function removeDemo(tx: Tx, workspaceId: string): Promise<{ accounts: number }> {
  const demo = await tx.select({ id: account.id }).from(account).where(and(eq(account.workspaceId, workspaceId), eq(account.demo, true))).for('update')
  const ids = demo.map(({ id }) => id)
  if (ids.length > 0) {
    const executions = await tx.select({ id: execution.id }).from(execution).where(and(eq(execution.workspaceId, workspaceId), inArray(execution.accountId, ids)))
    const executionIds = executions.map(({ id }) => id)
    await forgetExecutions(tx, workspaceId, executionIds)
    await tx.delete(record).where(and(eq(record.workspaceId, workspaceId), inArray(record.messageId, tx.select({ id: message.id }).from(message).where(inArray(message.accountId, ids)))))
    await tx.delete(outgoingMessage).where(and(eq(outgoingMessage.workspaceId, workspaceId), inArray(outgoingMessage.accountId, ids)))
    await tx.delete(rule).where(and(eq(rule.workspaceId, workspaceId), inArray(rule.accountId, ids)))
    await tx.delete(message).where(and(eq(message.workspaceId, workspaceId), inArray(message.accountId, ids)))
    await tx.delete(account).where(and(eq(account.workspaceId, workspaceId), inArray(account.id, ids)))
  }
  await tx.delete(outgoingServer).where(and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.sink, true)))
  await tx.update(workspace).set({ demo: false }).where(eq(workspace.id, workspaceId))
  for (const kind of ['account', 'message', 'rule', 'execution', 'record', 'outgoing', 'workspace']) await notifyChanged(tx, workspaceId, kind, [])
  return { accounts: ids.length }
}

async function forgetExecutions(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 1_000) {
    const some = ids.slice(at, at + 1_000)
    await tx.delete(notification).where(and(eq(notification.workspaceId, workspaceId), inArray(notification.executionId, some)))
    await tx.delete(wait).where(and(eq(wait.workspaceId, workspaceId), inArray(wait.executionId, some)))
    await tx.delete(reservation).where(and(eq(reservation.workspaceId, workspaceId), inArray(reservation.executionId, some)))
    await tx.delete(dispatch).where(and(eq(dispatch.workspaceId, workspaceId), inArray(dispatch.subjectId, some)))
    await tx.delete(executionStep).where(and(eq(executionStep.workspaceId, workspaceId), inArray(executionStep.executionId, some)))
    await tx.delete(execution).where(and(eq(execution.workspaceId, workspaceId), inArray(execution.id, some)))
  }
}
