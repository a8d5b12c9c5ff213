import { z } from 'zod'
import { workspaceProcedure } from '../../trpc'

/** Stops a what-if where it is. What was counted until then can still be read. */
export const whatIfCancel = workspaceProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input }): { readonly id: string } => {
  ctx.services.whatIf.cancel(ctx.actor.workspaceId, input.id)
  return { id: input.id }
})
