import { notifyChanged, type Tx } from '../../../db/client'
import { wordList } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import { requireFreeName } from './view'

/** Adds a list. Fails with `conflict.name` where there is one of that name. */
export async function insertWordList(tx: Tx, actor: Actor, fields: { readonly name: string; readonly entries: readonly string[] }): Promise<{ readonly id: string; readonly name: string; readonly entries: readonly string[] }> {
  const id = newId()
  await requireFreeName(tx, actor.workspaceId, fields.name, id)
  await tx.insert(wordList).values({ id, workspaceId: actor.workspaceId, ...fields })
  await audit(tx, actor, { kind: 'word list.created', subjectKind: 'word list', subjectId: id })
  await notifyChanged(tx, actor.workspaceId, 'word list', [id])
  return { id, ...fields }
}
