import { describe, expect, test } from 'vitest'
import { compile } from '../../rules/compile'
import { canonical, readPlan } from '../../rules/rule-plan'
import { dryRun } from '../../rules/dry-run'
import { RuleGraph } from '../../rules/graph'
import { limitsOf } from '../../rules/limits'
import { findLoops, loopProblems, type LoopRule } from '../../rules/loops'
import { match } from '../../rules/match'
import { isLooser, scopeKey, type Scope } from '../../rules/scope'
import { takeTurn } from '../../rules/turn'
import { checking, draw, mail, planOf, REFERENCES, replying, START, subjectContains, tagging, ticket, waiting, world } from '../support/drawn-rules'

const STOP_LATER = { type: 'rules.stop' }
const codes = (graph: RuleGraph) => {
  const compiled = compile(graph, REFERENCES)
  return 'plan' in compiled ? [] : compiled.problems.filter(({ severity }) => severity === 'blocker').map(({ code, node }) => `${code} ${node ?? 'rule'}`)
}
const arrival = (subject: string) => ({ type: 'mail arrived', facts: mail({ subject }), accountRef: 'account-1' }) as const
const at = (now: string, timeZone = 'UTC') => ({ facts: mail(), companyName: '', now, timeZone, values: {}, calendars: {} })

test('a drawing that was stored before there were intervals and times still reads the same', () => {
  const stored = { version: 1, scope: 'thread', nodes: [{ id: 's', type: 'mail.arrived', config: {} }, { id: 'a', type: 'tag.add', config: { tag: 'x' } }], edges: [{ id: 'e', from: 's', port: 'next', to: 'a' }] }
  const plan = planOf(RuleGraph.parse(stored))
  expect(plan).toMatchObject({ scope: 'thread' })
  expect(Object.keys(JSON.parse(canonical(plan)))).toEqual(['leading', 'nodes', 'scope', 'skeleton'])
})

test('all settings of a rule survive being published', () => {
  const graph = { ...draw({ s: START, a: tagging('x', { scope: 'interval', interval: { seconds: 86_400, per: 'rule' }, window: { weekdays: [1] } }) }, ['s -> a']), scope: 'interval', interval: { seconds: 3_600, per: 'sender' }, window: { until: '2026-12-31' }, timeZone: 'Europe/Berlin', effectBudgetPerHour: 7, mayFollowItself: true } as const
  const plan = readPlan(JSON.parse(canonical(planOf(graph))))
  expect(plan).toMatchObject({ scope: 'interval', interval: { seconds: 3_600, per: 'sender' }, window: { until: '2026-12-31' }, timeZone: 'Europe/Berlin', effectBudgetPerHour: 7, mayFollowItself: true })
  expect(plan.nodes['a']).toMatchObject({ scope: 'interval', interval: { seconds: 86_400, per: 'rule' }, window: { weekdays: [1] } })
})

describe('13: scopes', () => {
  const subject = { messageRef: 'm1', threadRef: 't1', sender: 'Ada@Example.com' }
  const hourly = (per: 'sender' | 'thread' | 'rule'): Scope => ({ scope: 'interval', interval: { seconds: 3_600, per } })
  test.each([
    ['once per mail', { scope: 'message' } as const, 'm:m1', 'SAF-01'],
    ['once per thread', { scope: 'thread' } as const, 't:t1', 'SAF-02'],
    ['once per interval and sender, however written', hourly('sender'), 'i:s:ada@example.com:3600:2', 'SAF-03'],
    ['once per interval and thread', hourly('thread'), 'i:t:t1:3600:2', 'LIM-08'],
    ['once per interval in all', hourly('rule'), 'i::3600:2', 'SAF-03'],
  ])('%s has its key', (_, scope, key) => {
    expect(scopeKey(scope, subject, 7_200)).toBe(key)
  })
  test('a bucket ends with its last second, and the next begins [SAF-03]', () => {
    expect([7_200, 10_799, 10_800].map((second) => scopeKey(hourly('rule'), subject, second))).toEqual(['i::3600:2', 'i::3600:2', 'i::3600:3'])
  })
  test('without a mail the event stands for it', () => {
    expect([scopeKey({ scope: 'message' }, { messageRef: null, threadRef: null, sender: null, otherwise: 's:noon' }, 0), scopeKey({ scope: 'thread' }, { messageRef: null, threadRef: null, sender: null, otherwise: 's:noon' }, 0)]).toEqual(['s:noon', 's:noon'])
  })
  const every = (seconds: number, per: 'sender' | 'thread' | 'rule'): Scope => ({ scope: 'interval', interval: { seconds, per } })
  const message: Scope = { scope: 'message' }
  const thread: Scope = { scope: 'thread' }
  test.each<readonly [string, Scope, Scope, boolean]>([
    ['thread under message', thread, message, false],
    ['message under thread', message, thread, true],
    ['an interval under message', every(60, 'sender'), message, false],
    ['an interval per thread under thread', every(86_400, 'thread'), thread, true],
    ['an interval per sender under thread', every(86_400, 'sender'), thread, false],
    ['a longer interval', every(7_200, 'sender'), every(3_600, 'sender'), false],
    ['the same interval', every(3_600, 'sender'), every(3_600, 'sender'), false],
    ['a shorter interval', every(60, 'sender'), every(3_600, 'sender'), true],
    ['the same interval in all', every(3_600, 'rule'), every(3_600, 'sender'), false],
    ['the same interval, each sender apart', every(3_600, 'sender'), every(3_600, 'rule'), true],
    ['a shorter interval in all, which binds over senders', every(60, 'rule'), every(3_600, 'sender'), false],
    ['message under an interval', message, every(3_600, 'rule'), true],
  ])('%s', (_, action, rule, looser) => {
    expect(isLooser(action, rule)).toBe(looser)
  })
  test('an interval that is not said is asked for', () => {
    expect(codes({ ...draw({ s: START, a: tagging('x', { scope: 'interval' }) }, ['s -> a']), scope: 'interval' })).toEqual(['needsInterval rule', 'needsInterval a'])
  })
})

describe('18: times', () => {
  const weekend = { weekdays: [6, 7] }
  test('an action outside its dates is skipped when it runs, and the rest goes on [CON-03]', () => {
    const plan = planOf(draw({ s: START, a: tagging('holiday', { window: { from: '2026-12-24', until: '2026-12-26' } }), b: tagging('always') }, ['s -> a', 'a -> b']))
    const turns = ['2026-12-23T12:00:00.000Z', '2026-12-24T12:00:00.000Z'].map((now) => takeTurn(plan, 'a', at(now)))
    expect(turns).toMatchObject([{ does: 'settle', outcome: { state: 'skipped', reason: 'outside its dates' } }, { does: 'effects' }])
    const run = dryRun(plan, mail(), world(), { now: '2026-12-23T12:00:00.000Z' })
    expect(run.effects).toEqual([{ kind: 'tag.add', tag: 'always' }])
  })
  test('the rule’s own times bind every action after a wait too', () => {
    const plan = { ...planOf(draw({ s: START, w: waiting('nothing'), a: tagging('x') }, ['s -> w', 'w.elapsed -> a'])), window: weekend }
    expect([takeTurn(plan, 'a', at('2026-11-21T12:00:00.000Z')).does, takeTurn(plan, 'a', at('2026-11-23T12:00:00.000Z')).does]).toEqual(['effects', 'settle'])
  })
  test('the rule’s time zone is the one that counts', () => {
    const plan = planOf({ ...draw({ s: START, a: tagging('x', { window: weekend }) }, ['s -> a']), timeZone: 'Asia/Tokyo' })
    expect([takeTurn(plan, 'a', at('2026-11-20T16:00:00.000Z', 'UTC')).does, takeTurn(plan, 'a', at('2026-11-22T16:00:00.000Z', 'UTC')).does]).toEqual(['effects', 'settle'])
  })
  test('a time that never comes is refused, for the rule and for a step', () => {
    const never = { from: '2026-02-01', until: '2026-01-01' }
    expect(codes({ ...draw({ s: START, a: tagging('x', { window: never }) }, ['s -> a']), window: never })).toEqual(['windowNeverOpen rule', 'windowNeverOpen a'])
  })
  test('a zone that does not exist is refused', () => {
    expect(RuleGraph.safeParse({ ...draw({}, []), timeZone: 'Europe/Atlantis' }).success).toBe(false)
  })
})

describe('20: Stop later rules', () => {
  const guarded = draw({ s: START, c: checking(subjectContains('invoice')), x: STOP_LATER, a: tagging('x') }, ['s -> c', 'c.yes -> x', 'x -> a'])
  test('is decided at intake, with what came before it', () => {
    const plan = planOf(guarded)
    expect(plan.leading).toEqual(['c', 'x'])
    expect(match(plan, arrival('An invoice'))).toMatchObject({ hit: true, stopsLater: true, decided: [{ step: 's' }, { step: 'c', port: 'yes' }, { step: 'x', port: 'next' }] })
    expect(match(plan, arrival('An order'))).toMatchObject({ hit: false })
  })
  test('is enough for a rule to act', () => {
    const plan = planOf(draw({ s: START, x: STOP_LATER }, ['s -> x']))
    expect(match(plan, arrival('x'))).toMatchObject({ hit: true, stopsLater: true })
  })
  test('on a branch that is not taken it stops nothing', () => {
    const plan = planOf(draw({ s: START, c: checking(subjectContains('invoice')), x: STOP_LATER, a: tagging('x') }, ['s -> c', 'c.yes -> x', 'c.no -> a']))
    const found = match(plan, arrival('An order'))
    expect(found.hit && found.stopsLater === undefined).toBe(true)
  })
  test.each([
    ['after an action', draw({ s: START, a: tagging('x'), x: STOP_LATER }, ['s -> a', 'a -> x']), ['stopLaterTooLate x']],
    ['after a wait', draw({ s: START, w: waiting('nothing'), x: STOP_LATER }, ['s -> w', 'w.elapsed -> x']), ['stopLaterTooLate x']],
    ['with a limit of its own', draw({ s: START, x: { ...STOP_LATER, scope: 'thread' } }, ['s -> x']), ['stopLaterLimited x']],
    ['with a time of its own', draw({ s: START, x: { ...STOP_LATER, window: { weekdays: [1] } } }, ['s -> x']), ['stopLaterLimited x']],
    ['after one of its like', draw({ s: START, x: STOP_LATER, y: STOP_LATER }, ['s -> x', 'x -> y']), []],
    ['switched off, wherever', draw({ s: START, a: tagging('x'), x: { ...STOP_LATER, enabled: false } }, ['s -> a', 'a -> x']), []],
  ])('%s', (_, graph, expected) => {
    expect(codes(graph)).toEqual(expected)
  })
})

describe('21: rules that set one another off', () => {
  const ON_TICKET = { type: 'record.event', config: { recordType: 'ticket', what: 'created', stage: 'any', field: '' } }
  const ON_LEAD = { type: 'record.event', config: { recordType: 'lead', what: 'created', stage: 'any', field: '' } }
  const AFTER_SENDING = { type: 'mail.sent', config: { by: 'anyone', actOn: 'answered' } }
  const BY_HAND = { type: 'mail.sent', config: { by: 'hand', actOn: 'answered' } }
  const rule = (ruleId: string, nodes: Parameters<typeof draw>[0], settings: Partial<RuleGraph> = {}, accountId = 'account-1'): LoopRule => {
    const ids = Object.keys(nodes)
    return { ruleId: `rule-${ruleId}`, name: `Rule ${ruleId}`, accountId, addresses: [`${accountId}@northwind.example`], plan: planOf({ ...draw(nodes, ids.slice(1).map((id, index) => `${ids[index]} -> ${id}`)), ...settings }) }
  }
  test('a ring of two is found once, whoever it begins with', () => {
    const rings = findLoops([rule('a', { s: ON_TICKET, r: replying() }), rule('b', { s: AFTER_SENDING, t: ticket() })])
    expect(rings.map((ring) => ring.toSorted())).toEqual([['rule-a', 'rule-b']])
  })
  test.each([
    ['what a person sends is not what a rule sends', [rule('a', { s: ON_TICKET, r: replying() }), rule('b', { s: BY_HAND, t: ticket() })]],
    ['a ticket is not a lead', [rule('a', { s: ON_LEAD, r: replying() }), rule('b', { s: AFTER_SENDING, t: ticket() })]],
    ['another account hears nothing of it', [rule('a', { s: ON_TICKET, r: replying() }), rule('b', { s: AFTER_SENDING, t: ticket() }, {}, 'account-2')]],
    ['a step that is switched off does nothing', [rule('a', { s: ON_TICKET, r: replying() }), rule('b', { s: AFTER_SENDING, t: ticket({ enabled: false }), k: tagging('x') })]],
    ['an automatic reply is not answered, so answering each other is no ring', [rule('a', { s: START, r: replying() }), rule('b', { s: START, r: replying() }, {}, 'account-2')]],
  ])('%s', (_, rules) => {
    expect(findLoops(rules)).toEqual([])
  })
  test('a rule that sets itself off is warned of until its author agrees', () => {
    const nodes = { s: AFTER_SENDING, r: replying() }
    expect([loopProblems(rule('a', nodes), []), loopProblems(rule('a', nodes, { mayFollowItself: true }), [])].map((problems) => problems.map(({ code }) => code))).toEqual([['feedsItself'], []])
  })
  test('a ring names the rules in it, and only where the rule is part of it', () => {
    const others = [rule('b', { s: AFTER_SENDING, t: ticket() }), rule('c', { s: AFTER_SENDING, r: replying() })]
    const problems = loopProblems(rule('a', { s: ON_TICKET, r: replying() }), others)
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['feedsOthers', 'warning']])
    expect(String(problems[0]?.values?.['rules']).split(' → ').toSorted()).toEqual(['Rule a', 'Rule b'])
  })
  test('the draft counts in place of the version that is live', () => {
    const live = rule('a', { s: AFTER_SENDING, r: replying() })
    expect(loopProblems(rule('a', { s: START, r: replying() }), [live])).toEqual([])
  })
})

test('a reply is withheld from mail that names none of our addresses, unless the step says otherwise', () => {
  const plan = planOf(draw({ s: START, a: replying() }, ['s -> a']))
  const even = planOf(draw({ s: START, a: { type: 'mail.autoReply', config: { subject: 'x', text: 'y', evenUnaddressed: true } } }, ['s -> a']))
  const run = (of: typeof plan) => dryRun(of, mail(), world({ isAddressed: false })).steps[1]
  expect([run(plan), run(even)]).toMatchObject([{ state: 'skipped', reason: 'suppressed', detail: 'not addressed' }, { state: 'done' }])
})

test('a dry run says that a sender opened too many records, and still finds the open one of the thread [LOP-04]', () => {
  const plan = planOf(draw({ s: START, a: ticket() }, ['s -> a']))
  const over = world({ hasTooManyRecords: true })
  expect(dryRun(plan, mail(), over).steps[1]).toMatchObject({ state: 'skipped', reason: 'loop guard', detail: 'too many records' })
  expect(dryRun(plan, mail(), { ...over, openRecords: [{ ref: 'r1', type: 'ticket', number: 1 }] }).steps[1]).toMatchObject({ state: 'done' })
})

test('limits that are not set are the usual ones [LOP-01] [LOP-03]', () => {
  expect(limitsOf({ recordMinutes: 5 })).toMatchObject({ recordsPerSender: 20, recordMinutes: 5, repliesPerThreadAndDay: 1, repliesPerAddressAndHour: 5, repliesPerAddressAndDay: 20, replySender: 'account' })
  expect(limitsOf({})).toMatchObject({ recordsPerSender: 20, recordMinutes: 120 })
})
