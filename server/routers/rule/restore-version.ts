import { z } from 'zod'
import { writeProcedure } from '../../trpc'
import { replaceDraft } from './replace-draft'
import { REVISION } from './schema'

/** Takes an older version as the draft; it acts again when it is published. */
export const restoreVersion = writeProcedure
  .input(z.object({ id: z.uuid(), revision: REVISION, number: z.number().int().min(1) }))
  .mutation(({ ctx, input: { number, ...input } }) => ctx.db((tx) => replaceDraft(tx, ctx.actor, { ...input, version: number })))
