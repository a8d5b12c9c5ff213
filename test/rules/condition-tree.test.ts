import { describe, expect, test } from 'vitest'
import { ConditionTree, evaluate } from '../../rules/condition-tree'
import type { ConditionGroup, ConditionItem } from '../../rules/condition-tree'
import { FIELD_IDS, FIELDS, fieldOf } from '../../rules/fields'
import { operatorOf } from '../../rules/operators'
import { mail } from '../support/drawn-rules'

const yes: ConditionItem = { kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['invoice'] }
const no: ConditionItem = { kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['order'] }
const group = (mode: ConditionGroup['mode'], ...items: readonly ConditionItem[]): ConditionGroup => ({ kind: 'group', mode, items })
const verdict = (tree: ConditionGroup) => evaluate(tree, mail({ subject: 'Invoice 7' })).verdict

test.each([
  ['all', [yes, yes], true],
  ['all', [yes, no], false],
  ['any', [no, yes], true],
  ['any', [no, no], false],
  ['none', [no, no], true],
  ['none', [no, yes], false],
] as const)('%s of %j is %s', (mode, items, holds) => {
  expect(verdict(group(mode, ...items))).toBe(holds)
})

test('groups nest', () => {
  expect(verdict(group('all', group('any', no, yes), group('none', no)))).toBe(true)
  expect(verdict(group('none', group('all', yes, group('any', yes))))).toBe(false)
})

test('what was not needed is listed as not evaluated', () => {
  const { because } = evaluate(group('any', yes, no, group('all', no)), mail({ subject: 'Invoice 7' }))
  expect(because.map(({ path, kind, verdict, actual }) => [path, kind, verdict, actual])).toEqual([
    [[], 'group', true, null],
    [[0], 'test', true, ['Invoice 7']],
    [[1], 'test', null, null],
    [[2], 'group', null, null],
    [[2, 0], 'test', null, null],
  ])
})

test('a decision survives being stored', () => {
  const { because } = evaluate(group('all', yes, no), mail())
  expect(JSON.parse(JSON.stringify(because))).toEqual(because)
})

describe('what is kept of a value', () => {
  const textHas = (wanted: string): ConditionGroup => group('all', { kind: 'test', field: 'text', header: '', operator: 'contains', values: [wanted] })
  test('500 characters, around the part that decided', () => {
    const { because } = evaluate(textHas('needle'), mail({ text: `${'hay '.repeat(5_000)}NEEDLE${' hay'.repeat(5_000)}` }))
    const [index, start, end] = because[1]?.mark ?? [0, 0, 0]
    const kept = because[1]?.actual?.[index] ?? ''
    expect(kept.length).toBe(500)
    expect(kept.slice(start, end)).toBe('NEEDLE')
  })
  test('the beginning where nothing decided', () => {
    expect(evaluate(textHas('needle'), mail({ text: 'x'.repeat(9_999) })).because[1]?.actual).toEqual(['x'.repeat(500)])
  })
  test('of thousands of recipients, twenty with the one that decided', () => {
    const to = Array.from({ length: 5_000 }, (_, index) => ({ name: '', address: `r${index}@example.com` }))
    const tree = group('all', { kind: 'test', field: 'to', header: '', operator: 'is', values: ['r4321@example.com'] })
    const { because } = evaluate(tree, mail({ to }))
    const [index] = because[1]?.mark ?? [-1]
    expect(because[1]?.actual?.length).toBe(20)
    expect(because[1]?.actual?.[index]).toBe('r4321@example.com')
  })
  test('no half characters and no NUL, which a database refuses', () => {
    const { because } = evaluate(textHas('zz'), mail({ text: `a\0${'x'.repeat(497)}😀😀` }))
    expect(because[1]?.actual?.[0]).toBe(`a\ufffd${'x'.repeat(497)}\ufffd`)
  })
})

describe('the schema', () => {
  test('allows five levels of groups and not six', () => {
    const deep = (levels: number): ConditionItem => (levels === 0 ? yes : group('all', deep(levels - 1)))
    expect(ConditionTree.safeParse(deep(5)).success).toBe(true)
    expect(ConditionTree.safeParse(deep(6)).success).toBe(false)
  })
  test.each([
    ['an empty group', group('all'), 'needsCondition'],
    ['a test without a value', group('all', { ...yes, values: [' '] }), 'needsValue'],
    ['a header without a name', group('all', { ...yes, field: 'header' }), 'needsHeaderName'],
    ['a header named with a colon', group('all', { ...yes, field: 'header', header: 'X: y' }), 'needsHeaderName'],
    ['an operator that does not fit', group('all', { ...yes, field: 'isReply' }), 'operatorDoesNotFit'],
  ])('%s says what is wrong and where', (_, tree, message) => {
    const result = ConditionTree.safeParse(tree)
    expect(result.error?.issues).toMatchObject([{ message }])
  })
})

describe('fields', () => {
  test.each([
    ['from', ['ada@example.com']],
    ['fromName', ['Ada Lovelace']],
    ['fromDomain', ['example.com']],
    ['replyTo', ['team@example.com']],
    ['to', ['support@northwind.example', 'cc@northwind.example']],
    ['subject', ['Invoice 7']],
    ['text', ['Please pay.']],
    ['hasAttachment', ['true']],
    ['attachmentName', ['a.pdf']],
    ['isReply', ['true']],
    ['isAutomatic', ['false']],
    ['isStarred', ['true']],
    ['tag', ['Finance']],
    ['mailbox', ['INBOX']],
    ['header', ['high']],
  ] as const)('%s reads %j', (id, values) => {
    const facts = mail({
      replyTo: [{ name: '', address: 'team@example.com' }],
      cc: [{ name: '', address: 'cc@northwind.example' }],
      attachments: [{ name: 'a.pdf', type: 'application/pdf', size: 1 }],
      isReply: true,
      flags: ['\\Flagged'],
      tags: ['Finance'],
      headers: { 'x-priority': ['high'] },
    })
    expect(fieldOf(id).read(facts, 'x-priority')).toEqual(values)
  })
  test('what is absent reads as nothing', () => {
    const facts = mail({ from: null, text: null, mailboxName: null })
    for (const id of ['from', 'fromName', 'fromDomain', 'text', 'mailbox', 'header'] as const) expect(fieldOf(id).read(facts, 'x-priority')).toEqual([])
  })
  test('header names are found in any case, and never on the prototype', () => {
    const asks = (header: string) => group('all', { kind: 'test', field: 'header', header, operator: 'exists', values: [] })
    expect(evaluate(asks('X-Priority'), mail({ headers: { 'x-priority': ['1'] } })).verdict).toBe(true)
    expect(evaluate(asks('constructor'), mail()).verdict).toBe(false)
  })
  test('each is in the list once and takes at least one operator', () => {
    expect(FIELD_IDS.toSorted()).toEqual(Object.keys(FIELDS).toSorted())
    expect(operatorOf('domainIs').accepts).toEqual(['address'])
  })
})
