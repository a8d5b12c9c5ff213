import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { wordList } from '../../../db/schema'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { WORD_LIST_FIELDS } from './schema'
import { requireFreeName, wordListOf } from './view'

/** Changes what is given; `entries` are the whole list. Conditions that are decided from now on compare with the new entries. */
export const update = writeProcedure.input(z.object({ id: z.uuid(), ...z.object(WORD_LIST_FIELDS).partial().shape })).mutation(({ ctx, input: { id, ...changes } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await wordListOf(tx, workspaceId, id)
    if (changes.name !== undefined) await requireFreeName(tx, workspaceId, changes.name, id)
    await tx.update(wordList).set({ ...changes, updatedAt: sql`now()` }).where(and(eq(wordList.workspaceId, workspaceId), eq(wordList.id, id)))
    await audit(tx, ctx.actor, { kind: 'word list.updated', subjectKind: 'word list', subjectId: id })
    await notifyChanged(tx, workspaceId, 'word list', [id])
    return { id }
  }),
)
