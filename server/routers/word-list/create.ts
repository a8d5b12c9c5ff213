import { z } from 'zod'
import { writeProcedure } from '../../trpc'
import { insertWordList } from './insert'
import { WORD_LIST_FIELDS } from './schema'

/** Adds a list of words, addresses or domains that conditions can compare with. */
export const create = writeProcedure.input(z.object(WORD_LIST_FIELDS)).mutation(({ ctx, input }) => ctx.db((tx) => insertWordList(tx, ctx.actor, input)))
