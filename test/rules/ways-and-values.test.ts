import { describe, expect, test } from 'vitest'
import { compile } from '../../rules/compile'
import type { ConditionItem } from '../../rules/condition-tree'
import { dryRun } from '../../rules/dry-run'
import { explainStep } from '../../rules/explain'
import type { RuleGraph } from '../../rules/graph'
import { match } from '../../rules/match'
import { loadNode } from '../../rules/plan-node'
import { portsOf } from '../../rules/ports'
import { sentenceOf } from '../../rules/rule-sentence'
import { toEnglish } from '../../rules/sentence'
import { takeTurn } from '../../rules/turn'
import { valuesFor } from '../../rules/values'
import { checking, draw, mail, MOMENT, planOf, REFERENCES, replying, START, tagging, waiting, walked, world } from '../support/drawn-rules'

const has = (word: string): ConditionItem => ({ kind: 'test', field: 'subject', header: '', operator: 'contains', values: [word] })
const pattern = (source: string): ConditionItem => ({ kind: 'test', field: 'subject', header: '', operator: 'matches', values: [source] })
const way = (id: string, ...items: readonly ConditionItem[]) => ({ id, name: id.toUpperCase(), conditions: { kind: 'group', mode: 'all', items } })
const routing = (mode: 'first' | 'all', ...branches: readonly object[]) => ({ type: 'router', config: { mode, branches } })
const setting = (name: string, text: string, settings: object = {}) => ({ type: 'variable.set', config: { name, text }, ...settings })
const replyingWith = (text: string) => ({ type: 'mail.autoReply', config: { subject: 'Re', text } })
const codes = (graph: RuleGraph) => {
  const compiled = compile(graph, REFERENCES)
  return ('problems' in compiled ? compiled.problems : compiled.warnings).map(({ node, code }) => `${node} ${code}`)
}

describe('9: a router', () => {
  const rule = (mode: 'first' | 'all') =>
    planOf(draw({ s: START, r: routing(mode, way('a', has('apple')), way('b', has('bread'))), a: tagging('A'), b: tagging('B'), o: tagging('O') }, ['s -> r', 'r.a -> a', 'r.b -> b', 'r.otherwise -> o']))
  const tags = (mode: 'first' | 'all', subject: string) => dryRun(rule(mode), mail({ subject }), world()).effects.map((effect) => ('tag' in effect ? effect.tag : ''))

  test('takes the first way that fits [CON-02]', () => {
    expect([tags('first', 'apple and bread'), tags('first', 'bread'), tags('first', 'cheese')]).toEqual([['A'], ['B'], ['O']])
  })
  test('takes every way that fits, and “otherwise” when none does', () => {
    expect([tags('all', 'apple and bread'), tags('all', 'bread'), tags('all', 'cheese')]).toEqual([['A', 'B'], ['B'], ['O']])
  })
  test('is decided at intake where it follows the trigger, with all its ports', () => {
    const hit = match(rule('all'), { type: 'mail arrived', facts: mail({ subject: 'bread and apple' }), accountRef: 'account-1' })
    expect(hit).toMatchObject({ hit: true, decided: [{ step: 's' }, { step: 'r', port: 'a', ports: ['a', 'b'] }] })
  })
  test('that leads nowhere for a mail is why its rule did nothing', () => {
    const plan = planOf(draw({ s: START, r: routing('first', way('a', has('apple')), way('b', has('bread'))), b: tagging('B') }, ['s -> r', 'r.b -> b']))
    expect(match(plan, { type: 'mail arrived', facts: mail({ subject: 'apple' }), accountRef: 'account-1' })).toMatchObject({ hit: false, step: 'r', reason: 'condition' })
  })
  test('says what each of its ways compared, and passes over those it did not need', () => {
    const { because = [] } = dryRun(rule('first'), mail({ subject: 'apple' }), world()).steps.find(({ id }) => id === 'r') ?? {}
    expect(because.map(({ path, name, verdict }) => [path.join('.'), name, verdict])).toEqual([['0', 'A', true], ['0.0', undefined, true], ['1', 'B', null], ['1.0', undefined, null]])
  })
  test('with several ports taken, the walk is the same from the ledger as it was', () => {
    const plan = rule('all')
    const state = walked(plan.skeleton, { step: 'r', state: 'done', port: 'a', ports: ['a', 'b'] })
    expect([state.steps['a']?.state, state.steps['b']?.state, state.steps['o']?.state]).toEqual(['ready', 'ready', 'skipped'])
    expect(explainStep(plan, 'r', { state: 'done', port: 'a,b' }).result).toMatchObject([{ phrase: 'step.took' }])
    expect(toEnglish(explainStep(plan, 'r', { state: 'done', port: 'a,b' }).result)).toBe('took “A and B”')
  })
  test('refuses a port it does not have', () => {
    expect(() => walked(rule('all').skeleton, { step: 'r', state: 'done', port: 'a', ports: ['a', 'gone'] })).toThrow('unknown port')
  })
  test('has ways out while it is still being drawn', () => {
    const { type } = loadNode(rule('all'), 'r')
    expect(portsOf(type, { branches: [{ id: 'x', name: '' }, { id: 'otherwise' }, { id: 'x' }, 7] })).toEqual(['x', 'otherwise'])
    expect(portsOf(type, null)).toEqual(['otherwise'])
  })
  test('keeps its connections to itself: one to a way that is gone is said', () => {
    expect(codes(draw({ s: START, r: routing('first', way('a', has('x'))), a: tagging('A') }, ['s -> r', 'r.b -> a']))).toContain('r unknownPort')
    expect(codes(draw({ s: START, r: routing('first', way('a', has('x')), way('a', has('y'))), a: tagging('A') }, ['s -> r', 'r.a -> a']))).toContain('r branchTwice')
  })
  test('reads aloud as the choice it is', () => {
    const graph = (mode: 'first' | 'all') => draw({ s: START, r: routing(mode, way('a', has('apple')), way('b', has('bread'))), a: tagging('A'), b: tagging('B'), o: tagging('O') }, ['s -> r', 'r.a -> a', 'r.b -> b', 'r.otherwise -> o'])
    expect(toEnglish(sentenceOf(graph('first')))).toBe('When a mail arrives, if the subject contains “apple”, then tag it A; otherwise if the subject contains “bread”, then tag it B; otherwise tag it O.')
    expect(toEnglish(sentenceOf(graph('all')))).toBe('When a mail arrives, if the subject contains “apple”, then tag it A, if the subject contains “bread”, then tag it B, and if none of these is so, then tag it O.')
  })
})

describe('10: what steps leave is used by those after them', () => {
  test('a capture fills a text, and a value asks a condition', () => {
    const graph = draw(
      {
        s: START, c: checking(pattern('(?P<kind>order|invoice) (?P<number>\\d+)')), v: setting('line', '{{ values.kind | upcase }} no. {{ values.number }}'),
        n: checking({ kind: 'test', field: 'value', header: 'number', operator: 'greaterThan', values: ['100'] }), r: replyingWith('{{ values.line }}'),
      },
      ['s -> c', 'c.yes -> v', 'v -> n', 'n.yes -> r'],
    )
    const run = (subject: string) => dryRun(planOf(graph), mail({ subject }), world(), MOMENT)
    expect(run('Invoice 204').effects).toMatchObject([{ kind: 'mail.reply', text: 'INVOICE no. 204' }])
    expect(run('Invoice 7').effects).toEqual([])
    expect(run('Invoice 204').steps.find(({ id }) => id === 'v')?.outputs).toEqual({ line: 'INVOICE no. 204' })
    expect(run('Invoice 204').steps.find(({ id }) => id === 'n')?.because?.[1]).toMatchObject({ field: 'value:number', actual: ['204'], verdict: true })
  })
  test('a placeholder in what was captured stays text', () => {
    const graph = draw({ s: START, c: checking(pattern('(?P<all>.+)')), r: replyingWith('{{ values.all }}') }, ['s -> c', 'c.yes -> r'])
    expect(dryRun(planOf(graph), mail({ subject: '{{ company }} $&' }), world()).effects).toMatchObject([{ text: '{{ company }} $&' }])
  })
  test('only steps that lead to it count, however quick the others were', () => {
    const plan = planOf(draw({ s: START, a: setting('x', 'left'), b: setting('x', 'right'), ra: replyingWith('{{ values.x }}'), j: tagging('J') }, ['s -> a', 's -> b', 'a -> ra', 'b -> j', 'ra -> j']))
    const left = new Map([['b', { x: 'right' }], ['a', { x: 'left' }]])
    expect(valuesFor(plan.skeleton, 'ra', left)).toEqual({ x: 'left' })
    // Both lead here: the one later in the document counts, in whichever order they ended.
    expect([valuesFor(plan.skeleton, 'j', left), valuesFor(plan.skeleton, 'j', new Map([...left].toReversed()))]).toEqual([{ x: 'right' }, { x: 'right' }])
  })
  test('the one further along counts over the one before it', () => {
    const plan = planOf(draw({ z: setting('x', '2'), s: START, a: setting('x', '1'), r: replyingWith('{{ values.x }}') }, ['s -> a', 'a -> z', 'z -> r']))
    expect(dryRun(plan, mail(), world()).effects).toMatchObject([{ text: '2' }])
  })
  test('the id of what an effect made is there under the effect’s name', () => {
    const plan = planOf(draw({ s: START, t: tagging('x'), r: replyingWith('{{ values.tagAdd | default: "none" }}') }, ['s -> t', 't -> r']))
    const input = { ...MOMENT, facts: mail(), companyName: '', values: valuesFor(plan.skeleton, 'r', new Map([['t', { 'tag.add': 'tag-1' }]])) }
    expect(takeTurn(plan, 'r', input)).toMatchObject({ effects: [{ text: 'tag-1' }] })
  })

  const leads = (nodes: Parameters<typeof draw>[0], edges: readonly string[]) => codes(draw({ s: START, r: replyingWith('{{ values.x }}'), ...nodes }, edges)).filter((code) => code.includes('value'))
  test.each<readonly [string, Parameters<typeof draw>[0], readonly string[], readonly string[]]>([
    ['set before', { v: setting('x', '1') }, ['s -> v', 'v -> r'], []],
    ['set nowhere', {}, ['s -> r'], ['r valueUnknown']],
    ['set on another branch', { v: setting('x', '1') }, ['s -> v', 's -> r'], ['r valueUnknown']],
    ['set after', { v: setting('x', '1') }, ['s -> r', 'r -> v'], ['r valueUnknown']],
    ['set on one of two ways', { c: checking(has('a')), v: setting('x', '1') }, ['s -> c', 'c.yes -> v', 'v -> r', 'c.no -> r'], ['r valueMayBeMissing']],
    ['set on both ways', { c: checking(has('a')), v: setting('x', '1'), w: setting('x', '2') }, ['s -> c', 'c.yes -> v', 'c.no -> w', 'v -> r', 'w -> r'], []],
    ['set by a step that is switched off', { v: setting('x', '1', { enabled: false }) }, ['s -> v', 'v -> r'], ['r valueMayBeMissing']],
    ['set by a step that acts once per thread', { v: setting('x', '1', { scope: 'thread' }) }, ['s -> v', 'v -> r'], ['r valueMayBeMissing']],
    ['set by a step that stops where it is left out', { v: setting('x', '1', { scope: 'thread', onSkip: 'stop' }) }, ['s -> v', 'v -> r'], []],
    ['set by a step that has its dates', { v: setting('x', '1', { window: { until: '2026-12-31' } }) }, ['s -> v', 'v -> r'], ['r valueMayBeMissing']],
    ['set by a step that may fail and go on', { v: setting('x', '1', { onError: 'continue' }) }, ['s -> v', 'v -> r'], ['r valueMayBeMissing']],
    ['set before a wait', { v: setting('x', '1'), w: waiting('answered') }, ['s -> v', 'v -> w', 'w.elapsed -> r'], []],
    ['captured on yes', { c: checking(pattern('(?P<x>a)')) }, ['s -> c', 'c.yes -> r'], []],
    ['captured, but used on no', { c: checking(pattern('(?P<x>a)')) }, ['s -> c', 'c.no -> r'], ['r valueMayBeMissing']],
    ['captured by one of several ways to be true', { c: { type: 'condition', config: { conditions: { kind: 'group', mode: 'any', items: [pattern('(?P<x>a)'), has('b')] } } } }, ['s -> c', 'c.yes -> r'], ['r valueMayBeMissing']],
    ['captured by the way that was taken', { c: routing('first', way('a', pattern('(?P<x>a)')), way('b', has('b'))) }, ['s -> c', 'c.a -> r'], []],
    ['captured by another way', { c: routing('first', way('a', pattern('(?P<x>a)')), way('b', has('b'))) }, ['s -> c', 'c.b -> r'], ['r valueMayBeMissing']],
    ['asked, so nothing need stand in', { r: replyingWith('{% if values.x %}yes{% endif %}'), c: checking(has('a')), v: setting('x', '1') }, ['s -> c', 'c.yes -> v', 'v -> r', 'c.no -> r'], []],
    ['with something to stand in', { r: replyingWith('{{ values.x | default: "-" }}'), c: checking(has('a')), v: setting('x', '1') }, ['s -> c', 'c.yes -> v', 'v -> r', 'c.no -> r'], []],
    ['used inside a tag without a stand-in', { r: replyingWith('{% if subject %}{{ values.x }}{% endif %}'), c: checking(has('a')), v: setting('x', '1') }, ['s -> c', 'c.yes -> v', 'v -> r', 'c.no -> r'], ['r valueMayBeMissing']],
    ['waited for as a day, though set nowhere', { r: { type: 'wait.date', config: { source: 'value', name: 'x', days: 0, time: '09:00', fallbackSeconds: 60 } }, t: tagging('t') }, ['s -> r', 'r.elapsed -> t'], ['r valueUnknown']],
    ['waited for as a day, where it may be missing', { v: setting('x', '1', { enabled: false }), r: { type: 'wait.date', config: { source: 'value', name: 'x', days: 0, time: '09:00', fallbackSeconds: 60 } }, t: tagging('t') }, ['s -> v', 'v -> r', 'r.elapsed -> t'], []],
    ['asked by a condition, though set nowhere', { r: checking({ kind: 'test', field: 'value', header: 'x', operator: 'exists', values: [] }), t: tagging('t') }, ['s -> r', 'r.yes -> t'], ['r valueUnknown']],
  ])('a value %s', (_, nodes, edges, problems) => {
    expect(leads(nodes, edges)).toEqual(problems)
  })
  test('2: a rule has at most 20 of them', () => {
    const names = Array.from({ length: 21 }, (_, index) => `v${index}`)
    const chain = Object.fromEntries(names.map((name) => [name, setting(name, 'x')]))
    const graph = draw({ s: START, ...chain, r: replying() }, ['s -> v0', ...names.slice(1).map((name, index) => `v${index} -> ${name}`), 'v20 -> r'])
    expect(codes(graph)).toContain('null tooManyValues')
  })
})
