import { z } from 'zod'
import { writeProcedure } from '../../trpc'
import { change } from './change'
import { SEEN } from './schema'

/** Gives the record another title. */
export const rename = writeProcedure.input(z.object({ ...SEEN, title: z.string().trim().min(1).max(300) })).mutation(({ ctx, input }) => ctx.db((tx) => change(tx, ctx.actor, input, { kind: 'title', title: input.title })))
