import { decideApproval, type Verdict } from '../db/queries/approval-decide'
import type { Tx } from '../db/client'
import type { Actor } from './actor'
import { audit } from './audit'
import { conflict, notFound } from './failure-status'

/** Counts a person's word and writes it to the audit trail. Fails with `not found`, `conflict.answered` or `conflict.over`. */
export async function giveVerdict(tx: Tx, actor: Pick<Actor, 'workspaceId' | 'userId' | 'via' | 'id'>, word: Omit<Verdict, 'workspaceId'>): Promise<{ readonly port: string | null; readonly executionId: string }> {
  const counted = await decideApproval(tx, { workspaceId: actor.workspaceId, ...word })
  if (counted === null) throw notFound('request for approval')
  if (counted.result === 'answered') throw conflict('conflict.answered', 'You have answered this already.')
  if (counted.result === 'over') throw conflict('conflict.over', 'This was decided meanwhile, or its time is over.')
  const { port, executionId } = counted
  await audit(tx, actor, { kind: 'approval.given', subjectKind: 'execution', subjectId: executionId, data: { approval: word.approvalId, verdict: word.verdict, by: word.by, port } })
  return { port, executionId }
}
