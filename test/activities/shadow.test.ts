import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { publishRule, storePlan } from '../../db/queries/rule-publish'
import { ruleReferences } from '../../db/queries/rule-references'
import { differingLooks, endShadow, shadowsOf, startShadow } from '../../db/queries/shadow'
import { referencesOf } from '../../rules/check-references'
import { compile } from '../../rules/compile'
import { canonical } from '../../rules/rule-plan'
import type { RuleGraph } from '../../rules/graph'
import { PLAN_VERSION } from '../../rules/plan/plan'
import type { Office } from '../support/fixtures'
import { asOwner } from '../support/rows'
import { graphOf, ruleWith, tagEverything, whenSubject } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

/** A drawing that looks at arriving mail beside the live version. */

let bench: Workbench
let office: Office
let account: Awaited<ReturnType<Workbench['newAccount']>>
let ruleId: string

beforeAll(async () => {
  bench = await openWorkbench()
  office = bench.office
})
afterAll(() => bench.close())
beforeEach(async () => {
  account = await bench.newAccount()
  ;({ ruleId } = await ruleWith(office, about('invoice'), { accountId: account.accountId }))
})

const about = (word: string, tag = 'Finance') => graphOf({ if: whenSubject(word), tag: { type: 'tag.add', config: { tag } } }, [['start', 'if'], ['if:yes', 'tag']])
const rows = (query: ReturnType<typeof sql>) => office.ask((tx) => tx.execute(query))
const compiled = (graph: RuleGraph) =>
  office.ask(async (tx) => {
    const found = compile(graph, referencesOf(account.accountId, await ruleReferences(tx, office.workspaceId)))
    if ('problems' in found) throw new Error(JSON.stringify(found.problems))
    return { graph, plan: found.plan, planVersion: PLAN_VERSION, canonical: canonical(found.plan) }
  })
const beside = async (graph: RuleGraph) => {
  const stored = await compiled(graph)
  return office.ask(async (tx) => startShadow(tx, { workspaceId: office.workspaceId, ruleId, versionId: null, graph, planId: await storePlan(tx, office.workspaceId, stored), userId: office.userId }))
}
const arrive = (subject: string) => bench.deliver(account.accountId, { subject })
const seen = () => office.ask((tx) => shadowsOf(tx, office.workspaceId, ruleId))
const counts = async () => (await seen())[0]?.counts
const differing = async (id: string) => (await office.ask((tx) => differingLooks(tx, office.workspaceId, id, null, 50))).rows

test('a shadow looks at each mail and says where it agrees and where it does not', async () => {
  const id = await beside(about('bill', 'Paid'))
  const live = await arrive('Your invoice')
  const other = await arrive('A bill')
  const both = await arrive('A bill and an invoice')
  await arrive('Lunch')
  expect(await counts()).toEqual({ neither: 1, same: 0, 'only live': 1, 'only shadow': 1, 'other effects': 1, broken: 0 })
  expect(await differing(id)).toMatchObject([
    { messageId: both.messageId, verdict: 'other effects', executionId: both.executionIds[0], effects: { live: ['tag: tag.add'], shadow: ['tag: tag.add'] } },
    { messageId: other.messageId, verdict: 'only shadow', executionId: null, step: 'if', effects: { live: [], shadow: ['tag: tag.add'] } },
    { messageId: live.messageId, verdict: 'only live', executionId: live.executionIds[0], step: 'if', effects: { live: ['tag: tag.add'], shadow: [] } },
  ])
  expect((await differing(id))[2]?.because?.length).toBeGreaterThan(0)
})

test('a shadow agrees where it would do the same, however it is drawn', async () => {
  await beside(graphOf({ either: whenSubject('invoice'), put: { type: 'tag.add', config: { tag: 'Finance' } } }, [['start', 'either'], ['either:yes', 'put']]))
  await arrive('Your invoice')
  expect(await counts()).toMatchObject({ same: 1, 'other effects': 0 })
})

test('a shadow sets off nothing, takes nothing and leaves nothing but what it saw', async () => {
  await beside(tagEverything('Everything'))
  const { messageId, executionIds } = await arrive('Lunch')
  expect(executionIds).toEqual([])
  const [left] = await rows(sql`
    select (select count(*)::int from execution where message_id = ${messageId}) as executions, (select count(*)::int from reservation where rule_id = ${ruleId}::uuid) as reservations,
      (select count(*)::int from message_tag where message_id = ${messageId}) as tags, (select count(*)::int from shadow_look where message_id = ${messageId}) as looks, (select jsonb_array_length(verdicts) from why_not where message_id = ${messageId}) as reasons`)
  expect(left).toEqual({ executions: 0, reservations: 0, tags: 0, looks: 1, reasons: 1 })
})

test('what is wrong with a shadow never hurts the live rule', async () => {
  const id = await beside(about('unheard of'))
  await rows(sql`update plan set body = '{"planVersion": 99}' where id = (select plan_id from rule_shadow where id = ${id}::uuid)`)
  expect((await arrive('Your invoice')).executionIds).toHaveLength(1)
  expect(await counts()).toMatchObject({ broken: 1 })
  // It cannot even be written down.
  await asOwner(office.test.ownerUrl, (owner) => owner`alter table shadow_look add constraint nothing check (false) not valid`)
  try {
    expect((await arrive('Another invoice')).executionIds).toHaveLength(1)
  } finally {
    await asOwner(office.test.ownerUrl, (owner) => owner`alter table shadow_look drop constraint nothing`)
  }
  expect(await counts()).toMatchObject({ broken: 1 })
})

test('publishing ends a shadow, as does a person; what it saw can still be read', async () => {
  await beside(about('bill'))
  await arrive('A bill')
  const next = await compiled(about('bill'))
  await office.ask((tx) => publishRule(tx, { ...next, workspaceId: office.workspaceId, ruleId, authorId: office.userId, note: '' }))
  await arrive('A second bill')
  expect(await seen()).toMatchObject([{ endedBecause: 'published', counts: { 'only shadow': 1, same: 0 } }])
  await beside(about('invoice'))
  expect(await office.ask((tx) => endShadow(tx, office.workspaceId, ruleId, 'stopped'))).toBe(true)
  await arrive('A third bill')
  expect(await seen()).toMatchObject([{ endedBecause: 'stopped', counts: { neither: 0, 'only live': 0 } }, { endedBecause: 'published' }])
  expect(await office.ask((tx) => endShadow(tx, office.workspaceId, ruleId, 'stopped'))).toBe(false)
})
