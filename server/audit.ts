import type { Tx } from '../db/client'
import { auditEvent } from '../db/schema'
import type { Actor } from './actor'
import type { AuditKind } from './audit-kinds'

/** What is written about one act. `data`: ids, codes and counts; never mail content, never secrets. */
export interface AuditEntry {
  readonly kind: AuditKind
  readonly subjectKind: 'workspace' | 'session' | 'user' | 'token' | 'account' | 'outgoing server' | 'tag' | 'rule' | 'message' | 'execution' | 'outgoing message' | 'record' | 'calendar' | 'word list' | 'hook' | 'member' | 'channel' | 'endpoint' | 'follow-up'
  readonly subjectId: string
  readonly data?: Readonly<Record<string, string | number | boolean | null>>
}

/** Writes one row to the audit trail, in the transaction of the act itself: both happen or neither does. */
export async function audit(tx: Tx, actor: Pick<Actor, 'workspaceId' | 'via' | 'id' | 'userId'>, { kind, subjectKind, subjectId, data = {} }: AuditEntry): Promise<void> {
  const who = actor.via === 'token' ? { kind: 'token' as const, id: actor.id } : { kind: 'user' as const, id: actor.userId }
  await tx.insert(auditEvent).values({ workspaceId: actor.workspaceId, actor: who, kind, subjectKind, subjectId, data })
}
