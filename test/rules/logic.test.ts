import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate } from '../../rules/condition-tree'
import type { ConditionGroup, ConditionItem } from '../../rules/condition-tree'
import type { MessageFacts } from '../../rules/facts'
import { fieldOf } from '../../rules/fields'
import type { FieldId } from '../../rules/fields'
import { canHold, follows, formulaOf, mustHold } from '../../rules/logic/formula'
import { operatorOf, operatorsFor } from '../../rules/operators'
import type { Expectation, OperatorId } from '../../rules/operators'
import { mail, MOMENT } from '../support/drawn-rules'

/** What conditions can never say, must always say, and what follows from them. */

const is = (field: FieldId, operator: OperatorId, ...values: string[]): ConditionItem => ({ kind: 'test', field, header: fieldOf(field).names === undefined ? '' : 'x-test', operator, values })
const all = (...items: readonly ConditionItem[]): ConditionGroup => ({ kind: 'group', mode: 'all', items })
const any = (...items: readonly ConditionItem[]): ConditionGroup => ({ kind: 'group', mode: 'any', items })
const none = (...items: readonly ConditionItem[]): ConditionGroup => ({ kind: 'group', mode: 'none', items })

describe('conditions that can never be true', () => {
  test.each<[string, ConditionGroup, ConditionGroup]>([
    ['two subjects at once', all(is('subject', 'is', 'A'), is('subject', 'is', 'b')), all(is('subject', 'is', 'A'), is('subject', 'isOneOf', 'b', 'a'))],
    ['contains and does not contain', all(is('subject', 'contains', 'Invoice'), is('subject', 'notContains', 'INVOICE')), all(is('subject', 'contains', 'invoice'), is('subject', 'notContains', 'invoice 7'))],
    ['contains more than what must not be there', all(is('subject', 'contains', 'invoice 7'), is('subject', 'notContains', 'invoice')), all(is('subject', 'contains', 'invoice 7'), is('subject', 'notContainsWord', 'voice'))],
    ['is something without what it must contain', all(is('subject', 'is', 'Order'), is('subject', 'contains', 'invoice')), all(is('subject', 'is', 'Order of invoices'), is('subject', 'contains', 'invoice'))],
    ['two beginnings', all(is('subject', 'startsWith', 're:'), is('subject', 'startsWith', 'fwd:')), all(is('subject', 'startsWith', 're:'), is('subject', 'startsWith', 'Re: fwd'))],
    ['two endings', all(is('subject', 'endsWith', 'a'), is('subject', 'endsWith', 'b')), all(is('attachmentName', 'endsWith', '.pdf'), is('attachmentName', 'endsWith', '.xml'))],
    ['two domains of one sender', all(is('from', 'domainIs', 'a.example'), is('from', 'domainUnder', 'b.example')), all(is('from', 'domainIs', 'mail.b.example'), is('from', 'domainUnder', 'b.example'))],
    ['an address of another domain', all(is('from', 'is', 'ada@a.example'), is('fromDomain', 'is', 'b.example')), all(is('from', 'is', 'ada@a.example'), is('fromDomain', 'is', 'A.EXAMPLE'))],
    ['an address of another domain, written in either way', all(is('from', 'is', 'ada@xn--bcher-kva.example'), is('fromDomain', 'is', 'fass.example')), all(is('from', 'is', 'ada@xn--bcher-kva.example'), is('fromDomain', 'is', 'bücher.example'))],
    ['a recipient in To that is no recipient', all(is('toOnly', 'is', 'a@b.example'), is('to', 'isNot', 'a@b.example')), all(is('to', 'is', 'a@b.example'), is('toOnly', 'isNot', 'a@b.example'))],
    ['is there and is not there', all(is('header', 'exists'), is('header', 'notExists')), all(is('header', 'exists'), is('header', 'notContains', 'x'))],
    ['a value of what is not there', all(is('header', 'contains', 'x'), is('header', 'notExists')), all(is('header', 'notContains', 'x'), is('header', 'notExists'))],
    ['numbers that leave no room', all(is('size', 'greaterThan', '10'), is('size', 'lessThan', '5')), all(is('size', 'greaterThan', '5'), is('size', 'lessThan', '10'))],
    ['no whole number in between', all(is('attachmentCount', 'greaterThan', '3'), is('attachmentCount', 'lessThan', '4')), all(is('attachmentCount', 'greaterThan', '3'), is('attachmentCount', 'lessThan', '5'))],
    ['a range with its only numbers taken out', all(is('size', 'between', '1', '3'), is('size', 'notBetween', '1', '2'), is('size', 'notEquals', '3')), all(is('size', 'between', '1', '3'), is('size', 'notBetween', '1', '2'))],
    ['fewer than none', all(is('attachmentCount', 'lessThan', '0')), all(is('attachmentCount', 'lessThan', '1'))],
    ['an attachment of a mail without', all(is('hasAttachment', 'isFalse'), is('attachmentName', 'contains', 'pdf')), all(is('hasAttachment', 'isFalse'), is('attachmentName', 'notContains', 'pdf'))],
    ['a program’s mail by a person', all(is('isAutomatic', 'isTrue'), is('mailClass', 'is', 'person')), all(is('isAutomatic', 'isTrue'), is('mailClass', 'isNot', 'person'))],
    ['a flag and its opposite', all(is('isReply', 'isTrue'), none(is('isReply', 'isTrue'))), all(is('isReply', 'isTrue'), none(is('isAnswered', 'isTrue')))],
    ['after the end and before the beginning', all(is('receivedAt', 'after', '2026-05-04'), is('receivedAt', 'before', '2026-05-04')), all(is('receivedAt', 'after', '2026-05-04'), is('receivedAt', 'before', '2026-05-06'))],
    ['two days', all(is('sentAt', 'onDay', '2026-05-04'), is('sentAt', 'onDay', '2026-05-05')), all(is('sentAt', 'onDay', '2026-05-04'), is('sentAt', 'betweenDays', '2026-05-04', '2026-05-05'))],
    ['days from today that exclude each other', all(is('sentAt', 'before', 'today-7'), is('sentAt', 'after', 'today-3')), all(is('sentAt', 'before', 'today-7'), is('sentAt', 'after', '2026-01-01'))],
    ['old and new at once', all(is('threadLastInboundAt', 'olderThan', '86400'), is('threadLastInboundAt', 'withinLast', '3600')), all(is('threadLastInboundAt', 'olderThan', '3600'), is('threadLastInboundAt', 'withinLast', '86400'))],
    ['morning and evening', all(is('nowTime', 'betweenTimes', '08:00', '10:00'), is('nowTime', 'betweenTimes', '18:00', '06:00')), all(is('nowTime', 'betweenTimes', '08:00', '10:00'), is('nowTime', 'betweenTimes', '18:00', '08:01'))],
    ['no day of the week is left', all(...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => is('nowWeekday', 'isNot', day))), all(...['monday', 'tuesday'].map((day) => is('nowWeekday', 'isNot', day)))],
    ['the same pattern and not', all(is('subject', 'matches', 'a+'), is('subject', 'notMatches', 'a+', 'b')), all(is('subject', 'matches', 'a+', 'b'), is('subject', 'notMatches', 'a+'))],
    ['the same list and not', all(is('from', 'inList', 'vips'), is('from', 'notInList', 'vips', 'banks')), all(is('from', 'inList', 'vips'), is('from', 'notInList', 'banks'))],
    ['every choice contradicts the rest', all(is('subject', 'is', 'a'), any(is('subject', 'is', 'b'), is('subject', 'contains', 'c'))), all(is('subject', 'is', 'a'), any(is('subject', 'is', 'b'), is('subject', 'contains', 'A')))],
  ])('%s; and what is nearly so', (_, never, possible) => {
    expect([canHold(formulaOf(never)), canHold(formulaOf(possible))]).toEqual([false, true])
  })
})

describe('conditions that are always true', () => {
  test.each<[string, ConditionGroup, ConditionGroup]>([
    ['one or its opposite', any(is('subject', 'contains', 'a'), is('subject', 'notContains', 'a')), any(is('subject', 'contains', 'a'), is('subject', 'notContains', 'b'))],
    ['not this or not that', any(is('subject', 'isNot', 'a'), is('subject', 'isNot', 'b')), any(is('attachmentName', 'isNot', 'a'), is('attachmentName', 'isNot', 'b'))],
    ['none of what cannot be', none(is('attachmentCount', 'lessThan', '0')), none(is('attachmentCount', 'lessThan', '1'))],
    ['all sizes', any(is('size', 'greaterThan', '5'), is('size', 'lessThan', '6')), any(is('size', 'greaterThan', '6'), is('size', 'lessThan', '6'))],
    ['every kind of mail', any(is('mailClass', 'isOneOf', 'list', 'automatic'), is('mailClass', 'is', 'bounce', 'person')), any(is('mailClass', 'is', 'list', 'automatic'), is('mailClass', 'is', 'person'))],
    ['each time of day', any(is('nowTime', 'betweenTimes', '08:00', '20:00'), is('nowTime', 'betweenTimes', '20:00', '08:00')), any(is('receivedTime', 'betweenTimes', '08:00', '20:00'), is('receivedTime', 'betweenTimes', '20:00', '08:00'))],
  ])('%s; and what is nearly so', (_, always, sometimes) => {
    expect([mustHold(formulaOf(always)), mustHold(formulaOf(sometimes))]).toEqual([true, false])
  })
})

describe('what follows', () => {
  test.each<[string, ConditionGroup, ConditionGroup, boolean]>([
    ['the narrower from the wider', all(is('subject', 'contains', 'invoice'), is('hasAttachment', 'isTrue')), all(is('subject', 'contains', 'voice')), true],
    ['not the wider from the narrower', all(is('subject', 'contains', 'voice')), all(is('subject', 'contains', 'invoice')), false],
    ['below a domain from the address', all(is('from', 'is', 'a@mail.example.com')), all(is('from', 'domainUnder', 'example.com')), true],
    ['either from one of both', all(is('subject', 'startsWith', 'Re:')), any(is('subject', 'contains', 're:'), is('isReply', 'isTrue')), true],
  ])('%s', (_, one, other, expected) => {
    expect(follows(formulaOf(one), formulaOf(other))).toBe(expected)
  })
})

// Few words and few fields, so that tests meet each other often.
const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'a b', 'B')
const domain = fc.constantFrom('b.example', 'a.b.example', 'c.example')
const address = fc.tuple(fc.constantFrom('x', 'Y'), domain).map((parts) => parts.join('@'))
const count = fc.integer({ min: -1, max: 4 }).map(String)
const day = fc.constantFrom('today', 'today-1', '2026-11-20', '2026-11-21', '2026-11-20T10:00')
const time = fc.constantFrom('00:00', '09:00', '17:00', '23:59')
const ascending = (pair: readonly string[]) => pair.toSorted((a, b) => Number(a) - Number(b))

function valuesFor(field: FieldId, expects: Expectation): fc.Arbitrary<readonly string[]> {
  const { choices, kind } = fieldOf(field)
  if (expects === 'values' && choices !== undefined) return fc.subarray(Object.keys(choices), { minLength: 1, maxLength: 4 })
  switch (expects) {
    case 'nothing': return fc.constant([])
    case 'values': return fc.array(kind === 'address' ? fc.oneof(address, domain) : kind === 'domain' ? domain : word, { minLength: 1, maxLength: 3 })
    case 'patterns': return fc.constantFrom(['a+'], ['^b'], ['a+', '^b'])
    case 'lists': return fc.constantFrom(['vips'], ['banks', 'vips'])
    case 'number': return count.map((one) => [one])
    case 'range': return fc.tuple(count, count).map(ascending)
    case 'day': return day.map((one) => [one])
    case 'days': return fc.constantFrom(['today-1', 'today'], ['2026-11-20', '2026-11-21'], ['2026-11-20', '2026-11-20'])
    case 'span': return fc.constantFrom(['3600'], ['90000'])
    case 'times': return fc.tuple(time, time).filter(([a, b]) => a !== b)
  }
}

const FOCUSES: readonly (readonly FieldId[])[] = [
  ['subject'], ['from', 'fromDomain'], ['to', 'toOnly', 'cc', 'recipientDomain'], ['attachmentCount', 'hasAttachment', 'attachmentName', 'attachmentSize'], ['isAutomatic', 'mailClass'], ['receivedAt', 'now'],
  ['nowTime', 'nowWeekday'], ['receivedWeekday', 'receivedTime'], ['header'], ['tag', 'mailbox'], ['recordStage', 'recordField', 'recordNumber'], ['isReply', 'subject', 'size'],
]
const treeOver = (fields: readonly FieldId[]): fc.Arbitrary<ConditionGroup> => {
  const one = fc.constantFrom(...fields).chain((field) =>
    fc.constantFrom(...operatorsFor(fieldOf(field).kind)).chain((operator) => valuesFor(field, operatorOf(operator).expects).map((values) => is(field, operator, ...values))))
  const groups = (item: fc.Arbitrary<ConditionItem>) => fc.record({ kind: fc.constant('group' as const), mode: fc.constantFrom('all' as const, 'all' as const, 'any' as const, 'none' as const), items: fc.array(item, { minLength: 1, maxLength: 4 }) })
  return groups(fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: groups(one) }))
}
const addresses = fc.array(address.map((one) => ({ name: '', address: one })), { maxLength: 2 })
const mails: fc.Arbitrary<MessageFacts> = fc
  .record({
    subject: fc.oneof(word, fc.constant('')), from: fc.option(address.map((one) => ({ name: '', address: one }))), to: addresses, cc: addresses, size: fc.integer({ min: 0, max: 4 }),
    attachments: fc.array(fc.record({ name: word, type: fc.constant('a/b'), size: fc.integer({ min: 0, max: 4 }) }), { maxLength: 3 }), mailClass: fc.constantFrom(null, 'list', 'bounce', 'automatic'),
    receivedAt: fc.constantFrom('2026-11-19T23:30:00.000Z', '2026-11-20T10:00:00.000Z', '2026-11-21T08:59:00.000Z', null), headers: fc.array(fc.oneof(word, count), { maxLength: 2 }).map((values) => ({ 'x-test': values })),
    tags: fc.subarray(['a', 'ab', 'b']), mailboxName: fc.option(word), isReply: fc.boolean(),
    record: fc.option(fc.record({ ref: fc.constant('r'), type: fc.constant('ticket'), number: fc.integer({ min: 0, max: 4 }), stage: fc.constantFrom('new', 'done'), title: word, assigneeRef: fc.constant(null), fields: fc.oneof(word, count).map((one) => ({ 'x-test': one })) })),
  })
  .map((facts) => mail(facts))
const moments = fc.constantFrom('2026-11-20T08:00:00.000Z', '2026-11-21T16:59:00.000Z', '2026-11-22T23:59:30.000Z').map((now) => ({ ...MOMENT, now, timeZone: 'UTC' }))
const situations = fc.array(fc.tuple(mails, moments), { minLength: 12, maxLength: 12 })

test('what is said never to be true is true of no mail, what is said always to be true of every mail, and what is said to follow does [CON-04]', () => {
  let [never, always, entailed] = [0, 0, 0]
  fc.assert(
    fc.property(fc.constantFrom(...FOCUSES).chain((fields) => fc.tuple(treeOver(fields), treeOver(fields))), situations, ([one, other], asked) => {
      const [a, b] = [formulaOf(one), formulaOf(other)]
      const verdicts = asked.map(([facts, moment]) => [evaluate(one, facts, moment).verdict, evaluate(other, facts, moment).verdict] as const)
      if (!canHold(a)) expect(verdicts.filter(([verdict]) => verdict), `never: ${JSON.stringify(one)}`).toEqual([])
      if (mustHold(a)) expect(verdicts.filter(([verdict]) => !verdict), `always: ${JSON.stringify(one)}`).toEqual([])
      if (follows(a, b)) expect(verdicts.filter(([from, to]) => from && !to), `follows: ${JSON.stringify([one, other])}`).toEqual([])
      never += canHold(a) ? 0 : 1
      always += mustHold(a) ? 1 : 0
      entailed += follows(a, b) && canHold(a) && !mustHold(b) ? 1 : 0
    }),
    { numRuns: 1_500 },
  )
  // The property says something only where such conditions come up.
  expect([never > 30, always > 8, entailed > 8]).toEqual([true, true, true])
}, 60_000)
