import { z } from 'zod'
import { workspaceProcedure } from '../../trpc'
import type { WhatIfStatus } from '../../what-if/desk'

/** How far a what-if has come and what it counted so far, the newest mail first. Kept for half an hour after its end. */
export const whatIfStatus = workspaceProcedure.input(z.object({ id: z.uuid() })).query(({ ctx, input }): WhatIfStatus => ctx.services.whatIf.status(ctx.actor.workspaceId, input.id))
