import { z } from 'zod'
import { requestCancel } from '../../../db/queries/cancel-execution'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { requireExecution } from './require'

/** Asks an execution to stop: waits close, steps not started are cancelled, a call in flight is awaited. `conflict.execution` when it is over. */
export const cancel = writeProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await requireExecution(tx, workspaceId, id)
    const asked = await requestCancel(tx, { workspaceId, executionId: id })
    if (asked.length === 0) throw conflict('conflict.execution', 'This execution has ended already, so there is nothing to stop.')
    await audit(tx, ctx.actor, { kind: 'execution.cancelled', subjectKind: 'execution', subjectId: id })
    return { id }
  }),
)
