import { z } from 'zod'
import { executionHistogram } from '../../../db/queries/execution-facets'
import { ExecutionFilter } from '../../../db/queries/execution-filter'
import { workspaceProcedure } from '../../trpc'

const INPUT = z
  .object({ filter: ExecutionFilter.prefault({}), from: z.date(), until: z.date(), bucketSeconds: z.number().int().min(60).max(86_400) })
  .refine(({ from, until, bucketSeconds }) => until > from && (until.getTime() - from.getTime()) / 1000 / bucketSeconds <= 500, { message: 'at most 500 bars, and the end after the beginning', path: ['bucketSeconds'] })

/** Executions per bar of time and state, for the brush above the list. */
export const histogram = workspaceProcedure.input(INPUT).query(({ ctx, input: { filter, ...range } }) => ctx.db((tx) => executionHistogram(tx, ctx.actor.workspaceId, filter, range)))
