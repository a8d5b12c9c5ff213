import { describe, expect, test } from 'vitest'
import { compile } from '../../rules/compile'
import { canonical, readPlan } from '../../rules/rule-plan'
import type { ConditionItem } from '../../rules/condition-tree'
import type { RuleGraph } from '../../rules/graph'
import { PROBLEMS } from '../../rules/problem'
import type { ProblemCode } from '../../rules/problem'
import { checking, draw, moving, planOf, REFERENCES, replying, START, STOP, subjectContains, tagging, ticket, waiting } from '../support/drawn-rules'

const invoice = checking(subjectContains('invoice'))
const asks = (...items: readonly ConditionItem[]) => checking(...items)
const test1 = (field: 'subject' | 'isReply', operator: 'is' | 'isTrue' | 'isFalse' | 'notContains', ...values: string[]): ConditionItem => ({ kind: 'test', field, header: '', operator, values })
const notifying = (userRef: string) => ({ type: 'user.notify', config: { userRef, text: '{{ subject }}' } })

/** One bad graph per problem, and the node it must name. */
const BAD: readonly (readonly [ProblemCode, string | null, RuleGraph])[] = [
  ['noTrigger', null, draw({ a: tagging('x') }, [])],
  ['manyTriggers', 't', draw({ s: START, t: START, a: tagging('x') }, ['s -> a'])],
  ['noAction', null, draw({ s: START, c: invoice }, ['s -> c'])],
  ['tooManyNodes', null, { ...draw({ s: START }, []), nodes: Array.from({ length: 201 }, (_, index) => draw({ [`n${index}`]: tagging('x') }, []).nodes).flat() }],
  ['unknownType', 'a', draw({ s: START, a: { type: 'from.tomorrow' } }, ['s -> a'])],
  ['duplicateId', 'a', { ...draw({ s: START, a: tagging('x') }, ['s -> a']), nodes: [...draw({ s: START, a: tagging('x') }, []).nodes, ...draw({ a: tagging('y') }, []).nodes] }],
  ['danglingEdge', 'a', draw({ s: START, a: tagging('x') }, ['s -> a', 'a -> gone'])],
  ['unknownPort', 'a', draw({ s: START, a: tagging('x'), b: tagging('y') }, ['s -> a', 'a.yes -> b'])],
  ['actionAfterStop', 'x', draw({ s: START, x: STOP, a: tagging('x') }, ['s -> x', 'x -> a'])],
  ['edgeIntoTrigger', 's', draw({ s: START, a: tagging('x') }, ['s -> a', 'a -> s'])],
  ['cycle', 'a', draw({ s: START, a: tagging('x'), b: tagging('y') }, ['s -> a', 'a -> b', 'b -> a'])],
  ['cannotSwitchOff', 'c', draw({ s: START, c: { ...invoice, enabled: false }, a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['cannotGoOn', 'c', draw({ s: START, c: { ...invoice, onError: 'continue' }, a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['errorPathMissing', 'a', draw({ s: START, a: tagging('x', { onError: 'error' }) }, ['s -> a'])],
  ['scopeLooser', 'a', draw({ s: START, a: tagging('x', { scope: 'message' }) }, ['s -> a'], 'thread')],
  ['mailboxGone', 'a', draw({ s: START, a: moving('deleted') }, ['s -> a'])],
  ['mailboxOfAnotherAccount', 'a', draw({ s: START, a: moving('foreign') }, ['s -> a'])],
  ['userGone', 'a', draw({ s: START, a: notifying('cid') }, ['s -> a'])],
  ['missing', 'a', draw({ s: START, a: { type: 'message.star' } }, ['s -> a'])],
  ['invalid', 'w', draw({ s: START, w: waiting('birdsong'), a: tagging('x') }, ['s -> w', 'w.elapsed -> a'])],
  ['tooBig', 'a', draw({ s: START, a: tagging('x'.repeat(65)) }, ['s -> a'])],
  ['configOfNewerVersion', 'a', draw({ s: START, a: tagging('x', { configVersion: 9 }) }, ['s -> a'])],
  ['needsValue', 'c', draw({ s: START, c: checking(subjectContains('')), a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['needsCondition', 'c', draw({ s: START, c: checking(), a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['needsTag', 'a', draw({ s: START, a: tagging(' ') }, ['s -> a'])],
  ['needsMailbox', 'a', draw({ s: START, a: moving('') }, ['s -> a'])],
  ['needsUser', 'a', draw({ s: START, a: notifying('') }, ['s -> a'])],
  ['needsText', 'a', draw({ s: START, c: invoice, a: { type: 'mail.autoReply', config: { subject: 'x', text: '' } } }, ['s -> c', 'c.yes -> a'])],
  ['needsDuration', 'w', draw({ s: START, w: waiting('nothing', 0), a: tagging('x') }, ['s -> w', 'w.elapsed -> a'])],
  ['waitTooLong', 'w', draw({ s: START, w: waiting('nothing', 31_536_001), a: tagging('x') }, ['s -> w', 'w.elapsed -> a'])],
  ['templateBroken', 'a', draw({ s: START, a: { type: 'record.create', config: { recordType: 'lead', title: '{{ x', reuseOfThread: true } } }, ['s -> a'])],
  ['templateUnknownVariable', 'a', draw({ s: START, a: { type: 'record.create', config: { recordType: 'lead', title: '{{ phone }}', reuseOfThread: true } } }, ['s -> a'])],
  ['unreachable', 'b', draw({ s: START, a: tagging('x'), b: tagging('y') }, ['s -> a'])],
  ['duplicateEdge', 's', draw({ s: START, a: tagging('x') }, ['s -> a', 's -> a'])],
  ['allSwitchedOff', null, draw({ s: START, a: tagging('x', { enabled: false }) }, ['s -> a'])],
  ['contradictingMoves', 'b', draw({ s: START, a: moving('invoices'), t: tagging('x'), b: moving('archive') }, ['s -> a', 'a -> t', 't -> b'])],
  ['anyNegative', 'c', draw({ s: START, c: { type: 'condition', config: { conditions: { kind: 'group', mode: 'any', items: [subjectContains('a'), test1('subject', 'notContains', 'b')] } } }, a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['neverTrue', 'c', draw({ s: START, c: asks(test1('subject', 'is', 'a'), test1('subject', 'is', 'b')), a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['neverTrue', 'c', draw({ s: START, c: asks(test1('isReply', 'isTrue'), test1('isReply', 'isFalse')), a: tagging('x') }, ['s -> c', 'c.yes -> a'])],
  ['replyUnconditional', 'a', draw({ s: START, a: replying() }, ['s -> a'])],
  ['portNeverTaken', 'w', draw({ s: START, w: waiting('nothing'), a: tagging('x') }, ['s -> w', 'w.replied -> a'])],
]

test.each(BAD)('%s is said of %j', (code, node, graph) => {
  const compiled = compile(graph, REFERENCES)
  const found = 'problems' in compiled ? compiled.problems : compiled.warnings
  expect(found).toContainEqual(expect.objectContaining({ code, node, severity: PROBLEMS[code].severity }))
  expect('problems' in compiled).toBe(found.some(({ severity }) => severity === 'blocker'))
})

test('a problem names the field it is about', () => {
  const compiled = compile(draw({ s: START, a: moving('deleted'), c: checking(subjectContains('')) }, ['s -> a', 'a -> c']), REFERENCES)
  expect('problems' in compiled && compiled.problems.map(({ node, field }) => [node, field])).toEqual([['a', 'mailboxRef'], ['c', 'conditions.items.0.values']])
})

test('all problems are found at once, blockers first, in document order', () => {
  const graph = draw({ s: START, w: waiting('nothing', 0), a: moving('gone'), r: replying(), lost: tagging('x') }, ['s -> w', 'w.elapsed -> a', 's -> r'])
  const compiled = compile(graph, REFERENCES)
  expect('problems' in compiled && compiled.problems.map(({ code }) => code)).toEqual(['needsDuration', 'mailboxGone', 'replyUnconditional', 'unreachable'])
})

test.each([
  ['moves to the same place', draw({ s: START, a: moving('archive'), b: moving('archive') }, ['s -> a', 'a -> b'])],
  ['moves on different branches', draw({ s: START, c: invoice, a: moving('archive'), b: moving('invoices') }, ['s -> c', 'c.yes -> a', 'c.no -> b'])],
  ['a move after a wait', draw({ s: START, a: moving('archive'), w: waiting('nothing'), b: moving('invoices') }, ['s -> a', 'a -> w', 'w.elapsed -> b'])],
  ['a reply behind a condition', draw({ s: START, c: invoice, a: replying() }, ['s -> c', 'c.yes -> a'])],
  ['a wait that listens', draw({ s: START, w: waiting('answered'), a: tagging('x') }, ['s -> w', 'w.replied -> a'])],
])('no warning for %s', (_, graph) => {
  expect(compile(graph, REFERENCES)).toMatchObject({ warnings: [] })
})

describe('the plan', () => {
  const graph = draw({ s: START, c: invoice, a: tagging('Finance'), b: moving('invoices'), d: ticket(), e: replying({ onError: 'error' }), f: tagging('failed'), w: waiting('replied'), off: moving('archive', { enabled: false }), lost: tagging('x') }, [
    's -> c', 'c.yes -> a', 'c.yes -> b', 'a -> d', 'd -> e', 'e.error -> f', 'e -> w', 'w.replied -> off',
  ])
  test('keeps the document’s order and says how each step is carried out', () => {
    expect(planOf(graph).skeleton.steps.map(({ id, work }) => `${id} ${work}`)).toEqual(['s trigger', 'c decide', 'a database', 'b outward', 'd database', 'e mail', 'f database', 'w wait', 'off decide'])
  })
  test('has an error port where a step takes one', () => {
    expect(planOf(graph).skeleton.steps.find(({ id }) => id === 'e')?.ports).toEqual(['next', 'error'])
  })
  test('survives being stored', () => {
    const plan = planOf(graph)
    expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
    expect(() => readPlan({ ...plan, scope: 'galaxy' })).toThrow()
  })
  test('has one canonical form, whatever the order of keys', () => {
    const plan = planOf(graph)
    const turned = readPlan(JSON.parse(JSON.stringify(plan, (_, value: unknown) => (isObject(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value))))
    expect(canonical(turned)).toBe(canonical(plan))
    expect(canonical(planOf(draw({ s: START, a: tagging('x') }, ['s -> a'])))).not.toBe(canonical(planOf(draw({ s: START, a: tagging('y') }, ['s -> a']))))
  })
})

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
