import { sql } from 'drizzle-orm'
import pLimit from 'p-limit'
import { factsOfMany } from '../db/queries/message-facts'
import { workflowIdOf } from '../db/queries/enqueue-dispatch'
import type { Tx } from '../db/client'
import { send } from '../db/send'
import { advance, goOn, type AdvanceDeps } from './advance'
import { openExecutions, type OpenExecution } from './execution/open'

/** What one batch carries. All in one workspace. */
export interface Batch {
  readonly workspaceId: string
  readonly executionIds: readonly string[]
}

/**
 * Carries many executions of instant plans to their ends in one transaction, and takes their dispatch rows away with it. What goes wrong with one undoes them all:
 * then each is carried on its own. One that even so fails or does not end is left a dispatch row of its own, and goes on as `executeRule`. Idempotent by execution
 * and step, as `advance` is. Throws only when the database cannot be asked.
 */
export async function advanceMany(deps: AdvanceDeps, { workspaceId, executionIds }: Batch): Promise<void> {
  const over = new Set(await together(deps, workspaceId, executionIds).catch((error: unknown) => {
    deps.log.debug({ error, code: 'batch.undone', count: executionIds.length }, 'a batch was undone; each of its executions is carried on its own')
    return []
  }))
  const alone: string[] = []
  for (const executionId of executionIds) if (!over.has(executionId) && !(await endsOnItsOwn(deps, workspaceId, executionId))) alone.push(executionId)
  if (alone.length > 0) await deps.database.inWorkspace(workspaceId, (tx) => letGo(tx, alone))
}

/** The executions that ended. Of several about one thread only the first is taken: what it does may be what the next one sees. */
async function together(deps: AdvanceDeps, workspaceId: string, executionIds: readonly string[]): Promise<readonly string[]> {
  const ended = await deps.database.inWorkspace(workspaceId, async (tx) => {
    const [executions, facts] = await Promise.all([openExecutions(tx, executionIds), factsOfMany(tx, workspaceId, executionIds)])
    const inTurn = pLimit(1)
    const standings = await allOver(
      firstOfThreads(executions).map(async (execution) => {
        // Of one that a record set off, what its mail's conversation has is not what it is about: it reads for itself.
        const seen = execution.recordId === null ? facts.get(execution.messageId ?? '') : undefined
        return { id: execution.id, ...(await goOn(deps, tx, execution, seen ?? null, false, inTurn)) }
      }),
    )
    const ended = standings.flatMap(({ id, ended: state }) => (state === null ? [] : [id]))
    await forget(tx, ended)
    await deps.fault('batch: before commit')
    return ended
  })
  await deps.fault('batch: after commit')
  return ended
}

/** What all of them come to, side by side. Throws the first error once none of them uses the transaction any more. */
async function allOver<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}

function firstOfThreads(executions: readonly OpenExecution[]): readonly OpenExecution[] {
  const seen = new Set<string>()
  return executions.filter(({ threadId }) => {
    if (threadId === null || !seen.has(threadId)) return seen.add(threadId ?? '')
    return false
  })
}

/** False: it failed in a way that a later try may mend, or it goes on and somebody must stay with it. */
async function endsOnItsOwn(deps: AdvanceDeps, workspaceId: string, executionId: string): Promise<boolean> {
  try {
    const { ended } = await advance(deps, { workspaceId, executionId })
    if (ended === null) return false
    await deps.database.inWorkspace(workspaceId, (tx) => forget(tx, [executionId]))
    return true
  } catch (error) {
    deps.log.warn({ error, code: 'batch.left', executionId }, 'an execution left its batch and is carried on its own')
    return false
  }
}

async function forget(tx: Tx, executionIds: readonly string[]): Promise<void> {
  await send(tx, sql`delete from dispatch where kind = 'start' and workflow_id = any(${namesOf(executionIds)}::text[])`)
}

/** A batch of its own, named after it: whoever delivers it starts it alone. */
async function letGo(tx: Tx, executionIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update dispatch set batch_id = subject_id, not_before = clock_timestamp(), attempts = 0 where kind = 'start' and workflow_id = any(${namesOf(executionIds)}::text[])`)
  await tx.execute(sql`select pg_notify('postroom_dispatch', '')`)
}

/** As an array, so that the index is asked for these rows; a join would read all that wait. */
function namesOf(executionIds: readonly string[]): string {
  return `{${executionIds.map((id) => workflowIdOf('executeRule', id)).join()}}`
}
