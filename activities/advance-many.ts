import { sql } from 'drizzle-orm'
import pLimit from 'p-limit'
import { factsOfMany } from '../db/queries/message-facts'
import { workflowIdOf } from '../db/queries/enqueue-dispatch'
import { withCommit, type Tx } from '../db/client'
import { plannedAnew } from '../db/planned-anew'
import { send } from '../db/send'
import { advance, goOn, writeAll, type AdvanceDeps } from './advance'
import { openExecutions, type OpenExecution } from './execution/open'
import type { InTurn } from './execution/take-steps'

/** What one batch carries. All in one workspace. */
export interface Batch {
  readonly workspaceId: string
  readonly executionIds: readonly string[]
}

/**
 * Carries many executions of instant plans to their ends in one transaction, and takes their dispatch rows away with it. What goes wrong with one undoes them all:
 * then each half is carried on its own, down to the one, which is left a dispatch row of its own if even so it fails or does not end, and goes on as `executeRule`.
 * Idempotent by execution and step, as `advance` is. Throws only when the database cannot be asked.
 */
export async function advanceMany(deps: AdvanceDeps, { workspaceId, executionIds }: Batch): Promise<void> {
  const alone = await carry(deps, workspaceId, executionIds)
  if (alone.length > 0) await deps.database.inWorkspace(workspaceId, (tx) => letGo(tx, alone))
}

/** Returns those that are to go on alone. */
async function carry(deps: AdvanceDeps, workspaceId: string, executionIds: readonly string[]): Promise<readonly string[]> {
  const [first] = executionIds
  if (first === undefined) return []
  if (executionIds.length === 1) return (await endsOnItsOwn(deps, workspaceId, first)) ? [] : [first]
  const came = await together(deps, workspaceId, executionIds).catch((error: unknown) => {
    deps.log.debug({ error, code: 'batch.undone', count: executionIds.length }, 'a batch was undone; its halves are carried on their own')
    return null
  })
  const half = Math.ceil(executionIds.length / 2)
  const parts = came === null ? [executionIds.slice(0, half), executionIds.slice(half)] : [came.behind, ...came.open.map((id) => [id])]
  const alone: string[] = []
  for (const part of parts) alone.push(...(await carry(deps, workspaceId, part)))
  return alone
}

interface Came {
  /** Behind another of their thread: what it did may be what they see. */
  readonly behind: readonly string[]
  /** Those that did not end. */
  readonly open: readonly string[]
}

async function together(deps: AdvanceDeps, workspaceId: string, executionIds: readonly string[]): Promise<Came> {
  const came = await deps.database.inWorkspace(workspaceId, async (tx) => {
    const [executions, facts] = await plannedAnew(tx, () => Promise.all([openExecutions(tx, executionIds), factsOfMany(tx, workspaceId, executionIds)]))
    const now = deps.now()
    const turns = new Map<string, ReturnType<typeof pLimit>>()
    const inTurn: InTurn = (turn, work) => {
      const mine = turns.get(turn) ?? pLimit(1)
      turns.set(turn, mine)
      return mine(work)
    }
    const first = firstOfThreads(executions)
    const gone = await allOver(first.map((execution) =>
      // Of one that a record set off, what its mail's conversation has is not what it is about: it reads for itself.
      goOn(deps, tx, { execution, facts: execution.recordId === null ? (facts.get(execution.messageId ?? '') ?? null) : null, careful: false, now, inTurn }),
    ))
    const standings = await writeAll(tx, gone, now)
    const ended = first.flatMap(({ id }, index) => (standings[index]?.ended === null ? [] : [id]))
    await withCommit(tx, forget(tx, ended))
    await deps.fault('batch: before commit')
    const taken = new Set(first.map(({ id }) => id))
    const behind = executions.flatMap(({ id }) => (taken.has(id) ? [] : [id]))
    const done = new Set([...ended, ...behind])
    return { behind, open: executionIds.filter((id) => !done.has(id)) }
  })
  await deps.fault('batch: after commit')
  return came
}

/** What all of them come to, side by side. Throws the first error once none of them uses the transaction any more. */
async function allOver<T>(works: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(works)
  return Promise.all(works)
}

/** Of several about one thread only the first is taken. */
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
