import { changeRecord, type RecordChange } from '../../../db/queries/record-change'
import type { Tx } from '../../../db/client'
import type { Actor } from '../../actor'
import { audit } from '../../audit'

/** Makes one change of a person's and writes it down. */
export async function change(tx: Tx, actor: Actor, { id, revision }: { readonly id: string; readonly revision: number }, wanted: RecordChange): Promise<{ readonly id: string; readonly revision: number }> {
  const changed = await changeRecord(tx, { workspaceId: actor.workspaceId, recordId: id, userId: actor.userId, revision, change: wanted })
  await audit(tx, actor, { kind: 'record.changed', subjectKind: 'record', subjectId: id, data: { what: wanted.kind } })
  return { id, revision: changed.revision }
}
