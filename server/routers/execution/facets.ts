import { z } from 'zod'
import { ExecutionFilter } from '../../../db/queries/execution-filter'
import { executionFacets } from '../../../db/queries/execution-facets'
import { workspaceProcedure } from '../../trpc'

/** How many executions each choice beside the list would show. */
export const facets = workspaceProcedure.input(z.object({ filter: ExecutionFilter.prefault({}) }).prefault({})).query(({ ctx, input }) => ctx.db((tx) => executionFacets(tx, ctx.actor.workspaceId, input.filter)))
