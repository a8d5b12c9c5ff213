import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { advance } from '../../activities/advance'
import { perform, type PerformDeps } from '../../activities/perform'
import { messageFacts, worldFor } from '../../db/queries/message-facts'
import { wholeMoment } from '../../db/queries/moment'
import { readCalendars } from '../../rules/calendar'
import { ruleReferences } from '../../db/queries/rule-references'
import { suppression } from '../../mail/auto-reply'
import { referencesOf } from '../../rules/check-references'
import { compile } from '../../rules/compile'
import type { Plan } from '../../rules/rule-plan'
import { dryRun, type DryRun } from '../../rules/dry-run'
import { RuleGraph } from '../../rules/graph'
import { DEFAULT_LIMITS } from '../../rules/limits'
import { receiptOf } from '../../rules/predict'
import { REFERENCES } from '../support/drawn-rules'
import { drawnGraph, drawnLetter } from '../support/drawn-graphs'
import { freshId } from '../support/mails'
import { ruleWith } from '../support/rules'
import { receiptsIn, told } from '../support/told'
import { openWorkbench, type Workbench } from '../support/workbench'

/**
 * Rules drawn at random, run against the database by several at once in a random order: nothing is done twice, it ends, and what the rehearsal foretold is what is done.
 * A rule that fails is made as small as it can be and still fail.
 */

let bench: Workbench
let deps: PerformDeps

beforeAll(async () => {
  bench = await openWorkbench()
  deps = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
})
afterAll(() => bench.close())

const graph = drawnGraph({ mailboxes: ['invoices', 'archive'], userRef: 'ada' }).filter((drawn) => 'plan' in compile(drawn, REFERENCES))
const drawn = fc.record({
  graph,
  letter: drawnLetter,
  /** The sender writes again before anything of the rule has begun. */
  isAnswered: fc.boolean(),
  /** In which order who tries what; drawn again from this for each turn. */
  order: fc.nat(),
})

test('whatever the rule, the mail and the order of events, a run does what its rehearsal foretold, nothing twice, and ends', { timeout: 300_000 }, async () => {
  const seen = { hits: 0, foretellable: 0, waits: 0, sideBySide: 0 }
  await fc.assert(
    fc.asyncProperty(drawn, async (rule) => {
      const result = await play(rule)
      if (result === null) return
      seen.hits += 1
      seen.waits += result.plan.skeleton.steps.some(({ work }) => work === 'wait') ? 1 : 0
      if (isForetellable(result.plan)) {
        expect([result.state, result.acts]).toEqual([result.foretold.state, foretoldActs(result.foretold)])
        seen.foretellable += 1
        seen.sideBySide += isOneByOne(result.plan) ? 0 : 1
      }
      expect(result.twice).toEqual({ records: 0, mails: 0, notices: 0, followUps: 0, posts: 0, links: 0, calls: 0 })
    }),
    { numRuns: 40 },
  )
  // Else the property says little.
  expect(seen.hits).toBeGreaterThan(10)
  expect(Math.min(seen.foretellable, seen.waits)).toBeGreaterThan(2)
})

type Drawn = typeof drawn extends fc.Arbitrary<infer Rule> ? Rule : never

/** Null: the rule does not run on the mail, as was foretold. */
async function play({ graph, letter, isAnswered, order }: Drawn) {
  const { office } = bench
  const place = await bench.newAccount()
  const named = { invoices: place.mailboxes.Invoices, archive: place.mailboxes.archive, ada: office.userId }
  const own = RuleGraph.parse(JSON.parse(JSON.stringify(graph), (_, value: unknown) => (typeof value === 'string' && Object.hasOwn(named, value) ? named[value as keyof typeof named] : value)))
  const compiled = compile(own, referencesOf(place.accountId, await office.ask((tx) => ruleReferences(tx, office.workspaceId))))
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
  const { plan } = compiled
  await ruleWith(office, own, { accountId: place.accountId })
  const id = freshId()
  // A sender of its own, so that no rule sees what another did for hers.
  const from = `p${place.accountId.slice(-12)}${letter.from}`
  const { messageId, executionIds: [executionId] } = await bench.deliver(place.accountId, { ...letter, from, id })
  if (isAnswered) await bench.deliver(place.accountId, { subject: `Re: ${letter.subject}`, from, inReplyTo: id })
  const foretold = await rehearse(plan, messageId, isAnswered)
  expect(executionId === undefined, 'it runs as foretold').toBe(foretold.verdict === 'no match')
  if (executionId === undefined) return null
  const state = await run(plan, executionId, order)
  return { plan, foretold, state, acts: await actsOf(executionId), twice: await doneTwice(executionId) }
}

/** Whether the order of its steps is known: nothing goes on side by side, or nothing of it waits for anybody (semantics 7). */
function isForetellable(plan: Plan): boolean {
  return isOneByOne(plan) || plan.skeleton.steps.every(({ work }) => work === 'trigger' || work === 'decide' || work === 'database')
}

/** No way out leads to two steps, and no step takes several ways out. */
function isOneByOne({ skeleton: { edges }, nodes }: Plan): boolean {
  const takesSeveral = Object.values(nodes).some(({ type, config }) => type === 'router' && JSON.stringify(config).includes('"all","branches"'))
  return !takesSeveral && new Set(edges.map(({ from, port }) => `${from}:${port}`)).size === edges.length
}

function rehearse(plan: Plan, messageId: string, isAnswered: boolean): Promise<DryRun> {
  const { workspaceId } = bench.office
  return bench.office.ask(async (tx) => {
    const facts = await messageFacts(tx, workspaceId, messageId)
    if (facts === null) throw new Error('the mail is gone')
    const world = await worldFor(tx, { workspaceId, facts, ruleId: null, suppression: suppression(facts, facts.ownAddresses), limits: DEFAULT_LIMITS })
    const waitOutcomes = Object.fromEntries(plan.skeleton.steps.flatMap(({ id, work, ports }) => (work === 'wait' ? [[id, isAnswered && listens(plan, id) && ports.includes('replied') ? 'replied' : 'elapsed']] : [])))
    return dryRun(plan, facts, world, { ...(await wholeMoment(tx, workspaceId, new Date(), readCalendars)), waitOutcomes })
  })
}

function listens({ nodes }: Plan, id: string): boolean {
  return JSON.stringify(nodes[id]?.config ?? {}).includes('"replied"')
}

/** Carries it to its end as workers would that know nothing of each other: every call is made twice, in an order drawn from the seed. Returns its final state. */
async function run(plan: Plan, executionId: string, seed: number): Promise<string> {
  const { workspaceId, ask } = bench.office
  const outward = plan.skeleton.steps.filter(({ work }) => work === 'outward').map(({ id }) => id)
  for (let turn = 0; turn < 50; turn += 1) {
    const calls = [() => advance(bench.deps, { workspaceId, executionId }), ...outward.map((stepId) => () => perform(deps, { workspaceId, executionId, stepId }))]
    const [order = []] = fc.sample(fc.shuffledSubarray([...calls, ...calls], { minLength: calls.length }), { seed: seed + turn, numRuns: 1 })
    await Promise.all(order.map((call) => call()))
    const standing = await advance(bench.deps, { workspaceId, executionId })
    if (standing.ended !== null) return standing.ended
    // Time passes, and servers take what was sent.
    await ask((tx) => tx.execute(sql`update wait set due_at = now() - interval '1 second' where execution_id = ${executionId} and port is null`))
    await ask((tx) => tx.execute(sql`update outgoing_message set state = 'accepted', settled_at = now() where execution_id = ${executionId} and state = 'queued'`))
  }
  throw new Error('the execution does not end')
}

async function actsOf(executionId: string): Promise<readonly unknown[]> {
  const rows = await bench.office.ask((tx) => tx.execute(sql`select step_id, receipts from execution_step where execution_id = ${executionId} and receipts is not null`))
  return byStep(rows.map(({ step_id: id, receipts }) => [String(id), (receiptsIn(receipts) ?? []).map(told)] as const))
}

function foretoldActs({ steps }: DryRun): readonly unknown[] {
  return byStep(steps.flatMap(({ id, would }) => (would === undefined || would.length === 0 ? [] : [[id, would.map(({ effect, prediction }) => told(receiptOf(effect.kind, prediction)))] as const])))
}

function byStep(acts: readonly (readonly [string, unknown])[]): readonly unknown[] {
  return acts.toSorted(([left], [right]) => (left < right ? -1 : 1))
}

/** How many rows of each kind there are beyond one per step, and how many calls to the outside were made again. */
async function doneTwice(executionId: string): Promise<unknown> {
  const [row] = await bench.office.ask((tx) => tx.execute(sql`
    select (select count(*)::int - count(distinct effect_key)::int from record where execution_id = ${executionId}) as records,
      (select count(*)::int - count(distinct step_id)::int from outgoing_message where execution_id = ${executionId}) as mails,
      (select count(*)::int - count(distinct effect_key)::int from notification where execution_id = ${executionId} and kind is null) as notices,
      (select count(*)::int - count(distinct effect_key)::int from follow_up where execution_id = ${executionId}) as "followUps",
      (select count(*)::int - count(distinct effect_key)::int from channel_post where execution_id = ${executionId}) as posts,
      (select count(*)::int - count(distinct (record_id, thread_id))::int from record_link where execution_id = ${executionId}) as links,
      (select coalesce(max(attempts), 1)::int - 1 from claim where execution_id = ${executionId}) as calls`))
  return row
}
