import { z } from 'zod'
import { writeProcedure } from '../../trpc'
import { replaceDraft } from './replace-draft'
import { REVISION } from './schema'

/** Throws the draft away: it becomes what is live. `not found` while nothing is. */
export const discardDraft = writeProcedure
  .input(z.object({ id: z.uuid(), revision: REVISION }))
  .mutation(({ ctx, input }) => ctx.db((tx) => replaceDraft(tx, ctx.actor, { ...input, version: 'live' })))
