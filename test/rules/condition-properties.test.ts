import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConditionTest, ConditionTree, evaluate } from '../../rules/condition-tree'
import type { ConditionGroup, ConditionItem } from '../../rules/condition-tree'
import { sentenceOfCompared, sentenceOfConditions } from '../../rules/condition-sentence'
import { deciding } from '../../rules/explain'
import type { MessageFacts } from '../../rules/facts'
import { FIELD_IDS, fieldOf } from '../../rules/fields'
import type { FieldId } from '../../rules/fields'
import { readPlan } from '../../rules/rule-plan'
import { RuleGraph } from '../../rules/graph'
import { match, prepare } from '../../rules/match'
import type { Compared } from '../../rules/node-type'
import { operandOf, operatorOf, operatorsFor, OPERATORS } from '../../rules/operators'
import type { Expectation, OperatorId } from '../../rules/operators'
import { toEnglish } from '../../rules/sentence'
import { draw, mail, MOMENT, planOf, START, tagging } from '../support/drawn-rules'

/** Any conditions over any mail. */

const WORDS = ['invoice', 'İnvoice', 'order 7', 'straße', 'caf\u0065\u0301', '12', '1.234,50', '😀 x', 'ada@example.com', 'example.com', 'Re: ', '']
const word = fc.constantFrom(...WORDS)
const day = fc.constantFrom('today', 'today-3', 'today+1', '2026-11-21', '2026-11-20T10:00')
const GIVEN: Readonly<Record<Expectation, fc.Arbitrary<readonly string[]>>> = {
  nothing: fc.constant([]),
  values: fc.array(word.filter((text) => text.trim() !== ''), { minLength: 1, maxLength: 3 }),
  patterns: fc.constantFrom(['inv\\w+'], ['(?P<number>\\d+)', '^re:'], ['.*'], ['x$']),
  lists: fc.constantFrom(['vips'], ['banks', 'vips'], ['gone']),
  number: fc.integer({ min: -5, max: 2_000 }).map((number) => [String(number)]),
  range: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 2_000 })).map((pair) => pair.map(String)),
  day: day.map((one) => [one]),
  days: fc.constantFrom(['today-3', 'today'], ['2026-11-01', '2026-11-30']),
  span: fc.constantFrom(['60'], ['86400']),
  times: fc.constantFrom(['09:00', '17:00'], ['22:00', '06:00']),
}
const NAMES = { header: 'x-test', keyword: 'urgent', recordField: 'Order', value: 'order', calendar: 'office' } as const

const testOf = (field: FieldId): fc.Arbitrary<ConditionItem> =>
  fc.constantFrom(...operatorsFor(fieldOf(field).kind)).chain((operator: OperatorId) => {
    const { choices, names } = fieldOf(field)
    const { expects } = operatorOf(operator)
    const values = choices !== undefined && expects === 'values' ? fc.subarray(Object.keys(choices), { minLength: 1, maxLength: 2 }) : GIVEN[expects]
    return values.map((given): ConditionItem => ({ kind: 'test', field, header: names === undefined ? '' : NAMES[names], operator, values: given }))
  })
const anyTest = fc.constantFrom(...FIELD_IDS).chain(testOf)
const groupOf = (item: fc.Arbitrary<ConditionItem>): fc.Arbitrary<ConditionGroup> =>
  fc.record({ kind: fc.constant('group' as const), mode: fc.constantFrom('all' as const, 'any' as const, 'none' as const), items: fc.array(item, { minLength: 1, maxLength: 4 }) })
const deep = (levels: number): fc.Arbitrary<ConditionGroup> => groupOf(levels === 0 ? anyTest : fc.oneof({ weight: 3, arbitrary: anyTest }, { weight: 1, arbitrary: deep(levels - 1) }))
const tree = deep(4)

const address = fc.record({ name: word, address: fc.constantFrom('ada@example.com', 'Ben@mail.example.com', 'ceo@big-customer.example', 'support@northwind.example') })
const instant = fc.integer({ min: 0, max: 72 }).map((hours) => new Date(Date.parse('2026-11-19T00:15:00.000Z') + hours * 3_600_000).toISOString())
const facts: fc.Arbitrary<MessageFacts> = fc
  .record({
    from: fc.option(address), to: fc.array(address, { maxLength: 3 }), cc: fc.array(address, { maxLength: 25 }), subject: word, text: fc.option(fc.array(word, { maxLength: 400 }).map((words) => words.join(' '))),
    headers: fc.constantFrom<MessageFacts['headers']>({}, { 'x-test': ['12', 'invoice'] }, { 'authentication-results': ['mx; spf=pass; dkim=fail; dmarc=none'] }),
    attachments: fc.array(fc.record({ name: word, type: fc.constant('application/pdf'), size: fc.nat(3_000) }), { maxLength: 3 }), size: fc.nat(3_000), mailClass: fc.constantFrom(null, 'list' as const, 'bounce' as const),
    sentAt: fc.option(instant), receivedAt: instant, flags: fc.subarray(['\\Seen', '\\Flagged', '\\Answered', 'urgent']), tags: fc.subarray(['invoice', 'order 7']), mailboxName: fc.option(word), threadMessageCount: fc.integer({ min: 1, max: 9 }),
    isReply: fc.boolean(), threadLastInboundAt: fc.option(instant), threadLastOutboundAt: fc.option(instant), isAnswered: fc.boolean(), contactKnown: fc.boolean(),
    record: fc.option(fc.record({ ref: fc.constant('r'), type: fc.constantFrom('ticket', 'lead'), number: fc.nat(20), stage: fc.constantFrom('new', 'done'), title: word, assigneeRef: fc.option(fc.constant('ada')), fields: fc.constantFrom<Readonly<Record<string, string>>>({}, { order: '12' }) })),
  })
  .map((given) => mail(given))
const moment = fc.constantFrom(MOMENT, { ...MOMENT, timeZone: 'America/New_York', values: { order: '12' } })

/** What a group's own line must say, told from the lines of what stands in it. */
function recomputed(because: readonly Compared[], path: readonly number[]): boolean | null {
  const group = because.find((line) => line.kind === 'group' && line.path.join() === path.join())
  const inside = because.filter((line) => line.path.length === path.length + 1 && path.every((step, depth) => line.path[depth] === step))
  const verdicts = inside.map((line) => (line.kind === 'group' ? recomputed(because, line.path) : line.verdict))
  if (verdicts.every((verdict) => verdict === null)) return null
  if (group?.mode === 'all') return !verdicts.includes(false)
  return group?.mode === 'any' ? verdicts.includes(true) : !verdicts.includes(true)
}

test('an explanation recomputes to the verdict it explains, from what is stored of it alone [CON-02]', () => {
  fc.assert(
    fc.property(tree, facts, moment, (conditions, of, at) => {
      const { verdict, because } = evaluate(conditions, of, at)
      const stored = because.map((line): Compared => JSON.parse(JSON.stringify(line)))
      expect(recomputed(stored, [])).toBe(verdict)
      for (const line of stored) {
        if (line.kind !== 'test' || line.actual === null || line.actual.some(({ length }) => length >= 500) || line.actual.length >= 20) continue
        const id = Object.keys(OPERATORS).find((one): one is OperatorId => one === line.operator)
        if (id === undefined) throw new Error('an operator that is not in the table was stored')
        expect(operatorOf(id).prepare(line.expected ?? [])(operandOf(line.actual), at).holds, JSON.stringify(line)).toBe(line.verdict)
      }
      for (const { kind, actual } of deciding(stored)) expect([kind, actual === null]).toEqual(['test', false])
    }),
    { numRuns: 250 },
  )
})

test('the same conditions over the same mail at the same moment are the same, however often and from whichever copy [CON-04]', () => {
  fc.assert(
    fc.property(tree, facts, moment, (conditions, of, at) => {
      const first = evaluate(conditions, of, at)
      expect(evaluate(conditions, of, at)).toEqual(first)
      expect(evaluate(ConditionTree.parse(JSON.parse(JSON.stringify(conditions))), { ...of }, { ...at })).toEqual(first)
    }),
    { numRuns: 200 },
  )
})

test('conditions that can be drawn can be stored, read and said', () => {
  fc.assert(
    fc.property(tree, (conditions) => {
      expect(ConditionTree.parse(JSON.parse(JSON.stringify(conditions)))).toEqual(conditions)
      const said = toEnglish(sentenceOfConditions(conditions))
      expect(said).not.toMatch(/condition\.|undefined|NaN|Invalid/)
    }),
    { numRuns: 200 },
  )
  fc.assert(
    fc.property(anyTest, (item) => {
      expect(ConditionTest.safeParse(item).success).toBe(true)
    }),
  )
})

test('a comparison says itself as its condition does', () => {
  fc.assert(
    fc.property(anyTest, facts, (item, of) => {
      const [, line] = evaluate({ kind: 'group', mode: 'all', items: [item] }, of, MOMENT).because
      if (line === undefined) throw new Error('a test left no line')
      expect(toEnglish(sentenceOfCompared(line))).toBe(toEnglish(sentenceOfConditions({ kind: 'group', mode: 'all', items: [item] })))
    }),
    { numRuns: 200 },
  )
})

/** Nothing in it refers to what does not exist. */
const publishable = tree.filter((conditions) => !/"(?:gone|value|recordAssignee)"/.test(JSON.stringify(conditions)))

test('a rule that was printed and read again is the same rule, and so is its plan', () => {
  fc.assert(
    fc.property(publishable, publishable, fc.constantFrom('first', 'all'), facts, (one, other, mode, of) => {
      const branches = [{ id: 'a', name: 'A', conditions: one }, { id: 'b', name: 'B', conditions: other }]
      const graph = draw({ s: START, r: { type: 'router', config: { mode, branches } }, c: { type: 'condition', config: { conditions: other } }, x: tagging('x'), y: tagging('y') }, ['s -> r', 'r.a -> x', 'r.b -> c', 'c.yes -> y', 'r.otherwise -> y'])
      expect(RuleGraph.parse(JSON.parse(JSON.stringify(graph)))).toEqual(graph)
      const plan = planOf(graph)
      const again = readPlan(JSON.parse(JSON.stringify(plan)))
      const event = { type: 'mail arrived', facts: of, accountRef: 'account-1' } as const
      expect(prepare(again)(event, MOMENT)).toEqual(match(plan, event, MOMENT))
    }),
    { numRuns: 100 },
  )
})
