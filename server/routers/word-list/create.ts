import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { wordList } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { WORD_LIST_FIELDS } from './schema'
import { requireFreeName } from './view'

/** Adds a list of words, addresses or domains that conditions can compare with. */
export const create = writeProcedure.input(z.object(WORD_LIST_FIELDS)).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const id = newId()
    await requireFreeName(tx, workspaceId, input.name, id)
    await tx.insert(wordList).values({ id, workspaceId, ...input })
    await audit(tx, ctx.actor, { kind: 'word list.created', subjectKind: 'word list', subjectId: id })
    await notifyChanged(tx, workspaceId, 'word list', [id])
    return { id, ...input }
  }),
)
