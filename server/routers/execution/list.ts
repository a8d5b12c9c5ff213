import { z } from 'zod'
import { ExecutionFilter } from '../../../db/queries/execution-filter'
import { listExecutions, type ExecutionListRow } from '../../../db/queries/execution-list'
import type { Page } from '../../../db/queries/keyset'
import { workspaceProcedure } from '../../trpc'
import { PAGE } from '../message/schema'

export type ExecutionPage = Page<ExecutionListRow>

const INPUT = z.object({ filter: ExecutionFilter.prefault({}), ...PAGE }).prefault({})

/** Executions, newest first, with what each came to. */
export const list = workspaceProcedure
  .input(INPUT)
  .query(({ ctx, input }): Promise<ExecutionPage> => ctx.db((tx) => listExecutions(tx, { workspaceId: ctx.actor.workspaceId, ...input, now: ctx.services.now() })))
