import { and, asc, count, eq, isNull, notInArray } from 'drizzle-orm'
import { dispatch, engine, execution, outgoingMessage, processState, workspace } from '../../../db/schema'
import type { OutgoingState } from '../../../db/schema/outgoing'
import { workspaceProcedure } from '../../trpc'
import { accountsOf } from '../account/view'

const SETTLED: readonly OutgoingState[] = ['draft', 'accepted', 'failed', 'uncertain', 'cancelled']
/** A process that was not heard of for this long is not there. */
const QUIET_SECONDS = 20

/** What the status bar shows: engine, processes, how much is waiting, and each account's state. */
export const status = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const now = ctx.services.now()
    const heard = (at: Date | null) => at !== null && now.getTime() - at.getTime() < QUIET_SECONDS * 1000
    const [known] = await tx.select({ halted: workspace.halted, demo: workspace.demo }).from(workspace).where(eq(workspace.id, workspaceId))
    const [engineRow] = await tx.select({ answering: engine.answering, seenAt: engine.seenAt }).from(engine)
    const processes = await tx.select().from(processState).orderBy(asc(processState.name))
    const [dispatches] = await tx.select({ n: count() }).from(dispatch).where(eq(dispatch.workspaceId, workspaceId))
    const executions = await tx.select({ state: execution.state, n: count() }).from(execution).where(and(eq(execution.workspaceId, workspaceId), isNull(execution.endedAt))).groupBy(execution.state)
    const outgoing = await tx.select({ state: outgoingMessage.state, n: count() }).from(outgoingMessage).where(and(eq(outgoingMessage.workspaceId, workspaceId), notInArray(outgoingMessage.state, [...SETTLED]))).groupBy(outgoingMessage.state)
    return {
      halted: known?.halted ?? false,
      demo: known?.demo ?? false,
      engine: { answering: (engineRow?.answering ?? false) && heard(engineRow?.seenAt ?? null), seenAt: engineRow?.seenAt ?? null },
      processes: processes.map(({ name, state, detail, restarts, startedAt, seenAt }) => ({ name, state, detail, restarts, startedAt, seenAt, there: heard(seenAt) })),
      /** Starts and signals not yet delivered to the engine. */
      dispatchesWaiting: dispatches?.n ?? 0,
      executionsOpen: byState(executions),
      mailsOpen: byState(outgoing),
      accounts: (await accountsOf(tx, workspaceId)).map(({ id, name, kind, state, problem, provenAt, incomingMode, outgoingMode, halted }) => ({ id, name, kind, state, problem, provenAt, incomingMode, outgoingMode, halted })),
    }
  }),
)

function byState(rows: readonly { readonly state: string; readonly n: number }[]): Readonly<Record<string, number>> {
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
