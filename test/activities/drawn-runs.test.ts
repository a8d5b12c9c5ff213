import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { perform, type PerformDeps } from '../../activities/perform'
import { messageFacts, worldFor } from '../../db/queries/message-facts'
import { wholeMoment } from '../../db/queries/moment'
import { readCalendars } from '../../rules/calendar'
import { ruleReferences } from '../../db/queries/rule-references'
import { suppression } from '../../mail/auto-reply'
import { referencesOf } from '../../rules/check-references'
import { compile, type Plan } from '../../rules/compile'
import { dryRun, type DryRun } from '../../rules/dry-run'
import { DEFAULT_LIMITS } from '../../rules/limits'
import { receiptOf } from '../../rules/predict'
import { drawnGraph, drawnLetter } from '../support/drawn-graphs'
import { ruleWith } from '../support/rules'
import { receiptsIn, told } from '../support/told'
import { openWorkbench, type Workbench } from '../support/workbench'

/**
 * Rules drawn at random, run against the database by several at once in a random order: nothing is done twice, and it ends. Where no two branches go on side by side,
 * whose order nobody can foretell, what the rehearsal foretold is what is done.
 */

let bench: Workbench
let deps: AdvanceDeps & PerformDeps

beforeAll(async () => {
  bench = await openWorkbench()
  deps = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
})
afterAll(() => bench.close())

const RUNS = 24

test('whatever the rule, the mail and the order of events, a run does what its rehearsal foretold, nothing twice, and ends', { timeout: 180_000 }, async () => {
  let [ended, foretellable] = [0, 0]
  for (let seed = 1; ended < RUNS || foretellable < RUNS / 3; seed += 1) {
    const place = await bench.newAccount()
    const [graph] = fc.sample(drawnGraph({ mailboxes: [place.mailboxes.archive, place.mailboxes.Invoices], userRef: bench.office.userId }), { seed, numRuns: 1 })
    const [letter] = fc.sample(drawnLetter, { seed, numRuns: 1 })
    if (graph === undefined || letter === undefined) throw new Error('nothing was drawn')
    const compiled = compile(graph, referencesOf(place.accountId, await bench.office.ask((tx) => ruleReferences(tx, bench.office.workspaceId))))
    if ('problems' in compiled) continue
    await ruleWith(bench.office, graph, { accountId: place.accountId })
    const { messageId, executionIds } = await bench.deliver(place.accountId, { ...letter, from: `${seed}${letter.from}`, to: await addressOf(place.accountId) })
    const foretold = await rehearse(compiled.plan, messageId)
    expect([seed, executionIds.length]).toEqual([seed, foretold.verdict === 'no match' ? 0 : 1])
    const [executionId] = executionIds
    if (executionId === undefined) continue
    const state = await run(compiled.plan, executionId, seed)
    if (isOneByOne(compiled.plan)) {
      expect([seed, state, await actsOf(executionId)]).toEqual([seed, foretold.state, foretoldActs(foretold)])
      foretellable += 1
    }
    await expectOnce(executionId)
    ended += 1
  }
})

/** No way out leads to two steps. */
function isOneByOne({ skeleton: { edges } }: Plan): boolean {
  return new Set(edges.map(({ from, port }) => `${from}:${port}`)).size === edges.length
}

async function addressOf(accountId: string): Promise<string> {
  const [row] = await bench.office.ask((tx) => tx.execute(sql`select address from account where id = ${accountId}`))
  return String(row?.address)
}

function rehearse(plan: Plan, messageId: string): Promise<DryRun> {
  const { workspaceId } = bench.office
  return bench.office.ask(async (tx) => {
    const facts = await messageFacts(tx, workspaceId, messageId)
    if (facts === null) throw new Error('the mail is gone')
    const world = await worldFor(tx, { workspaceId, facts, ruleId: null, suppression: suppression(facts, facts.ownAddresses), limits: DEFAULT_LIMITS })
    const waitOutcomes = Object.fromEntries(plan.skeleton.steps.flatMap(({ id, work }) => (work === 'wait' ? [[id, 'elapsed']] : [])))
    return dryRun(plan, facts, world, { ...(await wholeMoment(tx, workspaceId, new Date(), readCalendars)), waitOutcomes })
  })
}

/** Carries it to its end as workers would that know nothing of each other: every call is made twice, in an order drawn from the seed. Returns its final state. */
async function run(plan: Plan, executionId: string, seed: number): Promise<string> {
  const { workspaceId, ask } = bench.office
  const outward = plan.skeleton.steps.filter(({ work }) => work === 'outward').map(({ id }) => id)
  for (let turn = 0; turn < 50; turn += 1) {
    const calls = [() => advance(bench.deps, { workspaceId, executionId }), ...outward.map((stepId) => () => perform(deps, { workspaceId, executionId, stepId }))]
    const [order = []] = fc.sample(fc.shuffledSubarray([...calls, ...calls], { minLength: calls.length }), { seed: seed * 100 + turn, numRuns: 1 })
    await Promise.all(order.map((call) => call()))
    const standing = await advance(bench.deps, { workspaceId, executionId })
    if (standing.ended !== null) return standing.ended
    // Time passes, and servers take what was sent.
    await ask((tx) => tx.execute(sql`update wait set due_at = now() - interval '1 second' where execution_id = ${executionId} and port is null`))
    await ask((tx) => tx.execute(sql`update outgoing_message set state = 'accepted', settled_at = now() where execution_id = ${executionId} and state = 'queued'`))
  }
  throw new Error(`the execution of seed ${seed} does not end`)
}

async function actsOf(executionId: string): Promise<readonly unknown[]> {
  const rows = await bench.office.ask((tx) => tx.execute(sql`select step_id, receipts from execution_step where execution_id = ${executionId} and receipts is not null`))
  return byStep(rows.map(({ step_id: id, receipts }) => [String(id), (receiptsIn(receipts) ?? []).map(told)] as const))
}

function foretoldActs({ steps }: DryRun): readonly unknown[] {
  return byStep(steps.flatMap(({ id, would }) => (would === undefined ? [] : [[id, would.map(({ effect, prediction }) => told(receiptOf(effect.kind, prediction)))] as const])))
}

function byStep(acts: readonly (readonly [string, unknown])[]): readonly unknown[] {
  return acts.toSorted(([left], [right]) => (left < right ? -1 : 1))
}

/** One row of each kind per step at most, and no call to the outside that was made twice. */
async function expectOnce(executionId: string): Promise<void> {
  const [row] = await bench.office.ask((tx) => tx.execute(sql`
    select (select count(*)::int - count(distinct effect_key)::int from record where execution_id = ${executionId}) as records,
      (select count(*)::int - count(distinct step_id)::int from outgoing_message where execution_id = ${executionId}) as mails,
      (select count(*)::int - count(distinct effect_key)::int from notification where execution_id = ${executionId} and kind is null) as notices,
      (select coalesce(max(attempts), 1)::int - 1 from claim where execution_id = ${executionId}) as calls`))
  expect(row).toEqual({ records: 0, mails: 0, notices: 0, calls: 0 })
}
