import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { rulesNaming } from '../../../db/queries/rules-naming'
import { wordList } from '../../../db/schema'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { wordListOf } from './view'

/** Removes a list that no rule compares with; else fails with `conflict.used` and names the rules. */
export const remove = writeProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await wordListOf(tx, workspaceId, id)
    const users = await rulesNaming(tx, workspaceId, [id])
    if (users.length > 0) throw conflict('conflict.used', `These rules compare with it: ${users.map(({ name }) => name).join(', ')}. Choose another list in them first.`)
    await tx.delete(wordList).where(and(eq(wordList.workspaceId, workspaceId), eq(wordList.id, id)))
    await audit(tx, ctx.actor, { kind: 'word list.removed', subjectKind: 'word list', subjectId: id })
    await notifyChanged(tx, workspaceId, 'word list', [id])
    return { id }
  }),
)
