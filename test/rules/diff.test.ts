import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { ConditionItem } from '../../rules/condition-tree'
import { diffOf } from '../../rules/diff'
import { RuleGraph } from '../../rules/graph'
import { toEnglish } from '../../rules/sentence'
import { checking, draw, moving, replying, START, subjectContains, tagging, ticket, waiting } from '../support/drawn-rules'

/** What two drawings of a rule differ in, said as a person would. */

const NAMES = { mailbox: { invoices: 'Invoices', archive: 'Archive' }, user: { ada: 'Ada', ben: 'Ben' }, account: {} }
const changes = (before: RuleGraph, after: RuleGraph) => diffOf(before, after).changes.map(({ says }) => toEnglish(says, NAMES))
const looks = (before: RuleGraph, after: RuleGraph) => diffOf(before, after).looks.map(({ says }) => toEnglish(says, NAMES))
const fromDomain = (value: string): ConditionItem => ({ kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: [value] })
const rule = (...items: readonly ConditionItem[]) => draw({ s: START, c: checking(...items), t: tagging('Finance'), m: moving('invoices') }, ['s -> c', 'c.yes -> t', 't -> m'])
const base = rule(subjectContains('invoice'))
const only = (config: object, type: string) => draw({ s: START, a: { type, config } }, ['s -> a'])

describe('what changed is said', () => {
  test.each<[string, RuleGraph, RuleGraph, readonly string[]]>([
    ['nothing', base, base, []],
    ['another folder', base, draw({ s: START, c: checking(subjectContains('invoice')), t: tagging('Finance'), m: moving('archive') }, ['s -> c', 'c.yes -> t', 't -> m']), ['move it to Archive: Folder was Invoices, is now Archive']],
    ['one more test', base, rule(subjectContains('invoice'), fromDomain('example.com')), ['Condition: it asks now also whether the sender’s domain is “example.com”']],
    ['one test less', rule(subjectContains('invoice'), fromDomain('example.com')), base, ['Condition: it no longer asks whether the sender’s domain is “example.com”']],
    ['another word', base, rule(subjectContains('bill')), ['Condition: it asked whether the subject contains “invoice”, and asks now whether the subject contains “bill”']],
    [
      'a step in between', base, draw({ s: START, c: checking(subjectContains('invoice')), t: tagging('Finance'), k: ticket(), m: moving('invoices') }, ['s -> c', 'c.yes -> t', 't -> k', 'k -> m']),
      ['new: create a ticket', 'after tag it Finance, by “Then”: move it to Invoices before, create a ticket now', 'after create a ticket, by “Then”: nothing before, move it to Invoices now'],
    ],
    ['a step gone', base, draw({ s: START, c: checking(subjectContains('invoice')), t: tagging('Finance') }, ['s -> c', 'c.yes -> t']), ['gone: move it to Invoices', 'after tag it Finance, by “Then”: move it to Invoices before, nothing now']],
    ['another way', base, draw({ s: START, c: checking(subjectContains('invoice')), t: tagging('Finance'), m: moving('invoices') }, ['s -> c', 'c.no -> t', 't -> m']), [
      'after Condition, by “Yes”: tag it Finance before, nothing now', 'after Condition, by “No”: nothing before, tag it Finance now',
    ]],
    ['once per thread', base, { ...base, scope: 'thread' }, ['the whole rule: how often it acts was once per mail, is now once per thread']],
    ['an interval', { ...base, scope: 'interval', interval: { seconds: 3_600, per: 'sender' } }, { ...base, scope: 'interval', interval: { seconds: 7_200, per: 'sender' } }, ['the whole rule: how often it acts was once in 1 hour for each sender, is now once in 2 hours for each sender']],
    ['dates', base, { ...base, window: { from: '2026-12-24', until: '2027-01-02' } }, ['the whole rule: when it is active was always, is now from December 24, 2026 to January 2, 2027']],
    ['a wait', draw({ s: START, w: waiting('answered', 3_600), a: tagging('x') }, ['s -> w', 'w.elapsed -> a']), draw({ s: START, w: waiting('replied', 7_200), a: tagging('x') }, ['s -> w', 'w.elapsed -> a']), [
      'wait up to 2 hours for the sender to write again: Wait for was 1 hour, is now 2 hours', 'wait up to 2 hours for the sender to write again: Or until was One of us answers, is now The sender writes again',
    ]],
    ['switched off', base, draw({ s: START, c: checking(subjectContains('invoice')), t: tagging('Finance', { enabled: false }), m: moving('invoices') }, ['s -> c', 'c.yes -> t', 't -> m']), ['tag it Finance: being switched on was on, is now off']],
    ['an own limit', only({ subject: 'x', text: 'y' }, 'mail.autoReply'), draw({ s: START, a: { type: 'mail.autoReply', config: { subject: 'x', text: 'y' }, scope: 'thread' } }, ['s -> a']), ['send an automatic reply: how often it acts was as the rule says, is now once per thread']],
    ['another kind of step', only({ tag: 'x' }, 'tag.add'), only({ starred: true }, 'message.star'), ['tag it x is replaced by star it']],
    ['another person', only({ userRef: 'ada', by: 'app', text: 'x' }, 'user.notify'), only({ userRef: 'ben', by: 'app', text: 'x' }, 'user.notify'), ['notify Ben: Who was Ada, is now Ben']],
  ])('%s', (_, before, after, said) => {
    expect(changes(before, after)).toEqual(said)
  })

  test('of a router way by way', () => {
    const ways = (...branches: readonly { id: string; name: string; word: string }[]) =>
      draw({ s: START, r: { type: 'router', config: { mode: 'first', branches: branches.map(({ id, name, word }) => ({ id, name, conditions: { kind: 'group', mode: 'all', items: [subjectContains(word)] } })) } }, a: tagging('x') }, ['s -> r', 'r.a -> a'])
    const before = ways({ id: 'a', name: 'Bills', word: 'bill' }, { id: 'b', name: 'Orders', word: 'order' })
    const after = ways({ id: 'c', name: 'Jobs', word: 'job' }, { id: 'a', name: 'Invoices', word: 'invoice' })
    expect(changes(before, after)).toEqual([
      'Router: the way “Orders” is gone',
      'Router: there is a new way, “Jobs”, when the subject contains “job”',
      'Router: the way “Bills” is now called “Invoices”',
      'Router: the way “Invoices” was taken when the subject contains “bill”, and is now taken when the subject contains “invoice”',
    ])
  })

  test('of unfinished and unknown steps, without losing any', () => {
    expect(changes(draw({ s: START, a: moving('') }, ['s -> a']), draw({ s: START, a: moving('archive') }, ['s -> a']))).toEqual(['move it to Archive: Folder was not set, is now Archive'])
    expect(changes(draw({ s: START, a: { type: 'from.tomorrow', config: { x: 1 } } }, []), draw({ s: START, a: { type: 'from.tomorrow', config: { x: 2 } } }, []))).toEqual(['from.tomorrow (not finished): its settings changed'])
  })
})

describe('what only looks different is told apart', () => {
  const dressed = RuleGraph.parse({ ...base, nodes: base.nodes.map((node) => (node.id === 't' ? { ...node, name: 'File it', note: 'ask Ben', position: { x: 5, y: 9 } } : node)) })
  test('places, names and notes change nothing', () => {
    expect(changes(base, dressed)).toEqual([])
    expect(looks(base, dressed)).toEqual(['tag it Finance is called “File it”', 'the note of tag it Finance changed', 'tag it Finance stands elsewhere in the drawing'])
  })
  test('the order of the document counts between steps that begin together, and nowhere else', () => {
    const side = draw({ s: START, a: tagging('a'), b: tagging('b') }, ['s -> a', 's -> b'])
    const row = draw({ s: START, a: tagging('a'), b: tagging('b') }, ['s -> a', 'a -> b'])
    const turned = (graph: RuleGraph): RuleGraph => ({ ...graph, nodes: graph.nodes.toReversed() })
    expect(changes(side, { ...side, nodes: [...side.nodes.slice(0, 1), ...side.nodes.slice(1).toReversed()] })).toEqual(['of steps that begin together, tag it b and tag it a begin now in this order'])
    expect(changes(row, turned(row))).toEqual([])
  })
})

test('two drawings differ in nothing exactly when their meaning is written the same, whichever is the earlier', () => {
  const settings = fc.record({ tag: fc.constantFrom('a', 'b'), word: fc.constantFrom('x', 'y'), way: fc.constantFrom('yes', 'no'), isOn: fc.boolean(), name: fc.constantFrom('', 'n'), thread: fc.boolean(), move: fc.boolean() })
  const drawn = ({ tag, word, way, isOn, name, thread, move }: (typeof settings extends fc.Arbitrary<infer T> ? T : never)) =>
    draw({ s: START, c: checking(subjectContains(word)), t: tagging(tag, { enabled: isOn, name }), e: replying(), ...(move ? { m: moving('archive') } : {}) }, ['s -> c', `c.${way} -> t`, 't -> e', ...(move ? ['e -> m'] : [])], thread ? 'thread' : 'message')
  fc.assert(
    fc.property(settings, settings, (a, b) => {
      const isSame = JSON.stringify({ ...a, name: '' }) === JSON.stringify({ ...b, name: '' })
      expect(diffOf(drawn(a), drawn(b)).changes.length === 0).toBe(isSame)
      expect(diffOf(drawn(b), drawn(a)).changes.length === 0).toBe(isSame)
      expect(diffOf(drawn(a), drawn(b)).looks.length).toBe(a.name === b.name ? 0 : 1)
    }),
  )
})
