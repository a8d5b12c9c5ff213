import { writeRuleEvent } from '../../../db/queries/rule-event'
import type { Tx } from '../../../db/client'
import { newId } from '../../../db/schema/columns'

/** Orders that a rule be asked about mails it was not asked about while it was paused; the worker takes them a few at a time. */
export async function catchUp(tx: Tx, workspaceId: string, ruleId: string, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length > 0) await writeRuleEvent(tx, { workspaceId, kind: 'catch up', key: `catch up:${newId()}`, ruleId, data: { messageIds } })
}
