// What semantics, version 1, says of rules where the database has the last word. No engine: the test says what is done when.

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordsChanged } from '../../db/queries/decide-waits'
import { timelineEntry } from '../../db/schema'
import { advance } from '../../activities/advance'
import type { Subject } from '../../activities/execution/standing'
import { freshId } from '../support/mails'
import { graphOf, ruleWith, tag, type Arrows, type Steps } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

let bench: Workbench
let accountId: string

beforeAll(async () => {
  bench = await openWorkbench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  ;({ accountId } = await bench.newAccount())
})

const ask = (...query: Parameters<typeof sql>) => bench.office.ask((tx) => tx.execute(sql(...query)))
/** A rule on its own account, and a mail that sets it off. */
async function started(steps: Steps, arrows: Arrows, letter: Parameters<Workbench['deliver']>[1] = {}): Promise<Subject> {
  await ruleWith(bench.office, graphOf(steps, arrows), { accountId })
  const { executionIds: [executionId = ''] } = await bench.deliver(accountId, letter)
  return { executionId, workspaceId: bench.office.workspaceId }
}
const goOn = (subject: Subject) => advance(bench.deps, subject)
const stepsOf = async ({ executionId }: Subject) => Object.fromEntries((await ask`select step_id, state, port, reason from execution_step where execution_id = ${executionId} order by seq`).map(({ step_id, state, port, reason }) => [String(step_id), `${String(state)} ${String(port ?? reason ?? '')}`.trim()]))

describe('16: waits', () => {
  const listening = { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }
  const approval = () => ({ type: 'wait.approval', config: { approvers: [bench.office.userId], agreement: 'any', atLeast: 1, question: 'Pay?', seconds: 3_600, remindSeconds: 0, escalateSeconds: 0, escalateTo: [] } })
  const record = { type: 'wait.record', config: { watch: 'stage', stage: 'done', field: '', seconds: 3_600 } }

  test('a reply in a thread in which others wait for people and records ends the wait for replies alone', async () => {
    const id = freshId()
    const subject = await started({ reply: listening, person: approval(), ticket: record, a: tag('A'), b: tag('B'), c: tag('C') }, [['start', 'reply'], ['start', 'person'], ['start', 'ticket'], ['reply:replied', 'a'], ['person:approved', 'b'], ['ticket:changed', 'c']], { id })
    await goOn(subject)
    await bench.deliver(accountId, { inReplyTo: id })
    await goOn(subject)
    expect(await stepsOf(subject)).toMatchObject({ reply: 'done replied', a: 'done next', person: 'waiting', ticket: 'waiting' })
  })
  test('what comes after its time ends no wait, however late somebody comes to look', async () => {
    const id = freshId()
    const subject = await started({ reply: listening, a: tag('A'), late: tag('Late'), open: { type: 'record.create', config: { recordType: 'ticket', title: 'x', reuseOfThread: true } }, ticket: record, b: tag('B') },
      [['start', 'reply'], ['reply:replied', 'a'], ['reply:elapsed', 'late'], ['start', 'open'], ['open', 'ticket'], ['ticket:changed', 'b']], { id })
    await goOn(subject)
    await ask`update wait set due_at = now() - interval '1 second' where execution_id = ${subject.executionId}`
    await bench.deliver(accountId, { inReplyTo: id })
    await bench.office.ask(async (tx) => {
      const [row] = await tx.execute(sql`select r.id from record r join execution e on e.thread_id = r.thread_id where e.id = ${subject.executionId}`)
      const recordId = String(row?.id)
      await tx.execute(sql`update record set stage = 'done' where id = ${recordId}::uuid`)
      await tx.insert(timelineEntry).values({ workspaceId: bench.office.workspaceId, recordId, kind: 'stage', data: { from: 'new', to: 'done' } })
      await recordsChanged(tx, bench.office.workspaceId, [recordId])
    })
    await goOn(subject)
    expect(await stepsOf(subject)).toMatchObject({ reply: 'done elapsed', late: 'done next', ticket: 'done timed out', b: 'skipped not on the path taken' })
  })
})
