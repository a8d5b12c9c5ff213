import { describe, expect, test } from 'vitest'
import { fold, unfoldSpan } from '../../rules/fold'
import { OPERATOR_IDS, OPERATORS, operandOf, operatorOf, operatorsFor } from '../../rules/operators'
import type { OperatorId } from '../../rules/operators'

describe('text is compared without regard to case, width and composition', () => {
  test.each([
    ['INVOICE', 'invoice'],
    ['İSTANBUL', 'istanbul'],
    ['ISTANBUL', 'ıstanbul'],
    ['ıssız', 'ISSIZ'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['ﬁnance', 'FINANCE'],
    ['Ｉｎｖｏｉｃｅ', 'invoice'],
    ['caf\u0065\u0301', 'CAFÉ'],
    ['Zürich', 'ZU\u0308RICH'],
    ['№ 5', 'No 5'],
  ])('%s is %s', (a, b) => {
    expect(fold(a)).toBe(fold(b))
  })
  test.each([
    ['resume', 'résumé'],
    ['0', 'o'],
    ['a', 'а'],
  ])('%s is not %s', (a, b) => {
    expect(fold(a)).not.toBe(fold(b))
  })
  test('folding twice is folding once', () => {
    for (const text of ['İI ıi', 'ẞß', 'ΣΑΣ', 'ﬃ', '㎏', 'Ǆ']) expect(fold(fold(text))).toBe(fold(text))
  })
})

describe('the deciding part is found in the text as it was written', () => {
  test.each([
    ['Your Invoice', 'invoice', 'Invoice'],
    ['Große Straße', 'strasse', 'Straße'],
    ['an die İSTANBUL Ofisi', 'istanbul', 'İSTANBUL'],
    ['ﬃ oﬃce 7', '7', '7'],
    ['cafe\u0301 au lait', 'café', 'cafe\u0301'],
    ['😀 Ｏrder', 'order', 'Ｏrder'],
  ])('%s: %s', (text, wanted, part) => {
    const folded = fold(wanted)
    const [start, end] = unfoldSpan(text, folded, fold(text).indexOf(folded))
    expect(text.slice(start, end)).toBe(part)
  })
})

/** operator, what the mail has, what is wanted, whether it holds. */
const CASES: readonly (readonly [OperatorId, readonly string[], readonly string[], boolean])[] = [
  ['contains', ['An INVOICE for you'], ['invoice'], true],
  ['contains', ['An order'], ['invoice', 'order'], true],
  ['contains', ['one', 'two invoices'], ['invoice'], true],
  ['contains', [], ['invoice'], false],
  ['contains', ['.*'], ['a'], false],
  ['notContains', ['An order'], ['invoice'], true],
  ['notContains', ['one', 'two invoices'], ['invoice'], false],
  ['notContains', [], ['invoice'], true],
  ['is', ['Invoice'], ['invoice'], true],
  ['is', ['Invoice 7'], ['invoice'], false],
  ['isNot', ['Invoice 7'], ['invoice'], true],
  ['isNot', ['Invoice', 'x'], ['invoice'], false],
  ['startsWith', ['Re: Order'], ['re:'], true],
  ['startsWith', ['Order Re:'], ['re:'], false],
  ['endsWith', ['order.PDF'], ['.pdf'], true],
  ['endsWith', ['order.pdf.exe'], ['.pdf'], false],
  ['isOneOf', ['b@example.com'], ['a@example.com', 'B@EXAMPLE.COM'], true],
  ['isOneOf', ['c@example.com'], ['a@example.com', 'b@example.com'], false],
  ['isNotOneOf', ['c@example.com'], ['a@example.com', 'b@example.com'], true],
  ['isNotOneOf', ['A@example.com'], ['a@example.com'], false],
  ['domainIs', ['ada@EXAMPLE.com'], ['example.com'], true],
  ['domainIs', ['ada@mail.example.com'], ['example.com'], false],
  ['domainIs', ['"a@b"@example.com'], ['example.com'], true],
  ['domainIs', ['example.com'], ['example.com'], false],
  ['exists', [''], [], false],
  ['exists', ['x'], [], true],
  ['exists', [], [], false],
  ['notExists', [], [], true],
  ['notExists', ['x'], [], false],
  ['isTrue', ['true'], [], true],
  ['isTrue', ['false'], [], false],
  ['isFalse', ['false'], [], true],
  ['isFalse', ['true'], [], false],
]

test.each(CASES)('%s: %j against %j is %s', (id, actual, expected, holds) => {
  expect(operatorOf(id).test(operandOf(actual), expected.map(fold)).holds).toBe(holds)
})

test('every operator has a case that holds and one that does not', () => {
  expect(OPERATOR_IDS.toSorted()).toEqual(Object.keys(OPERATORS).toSorted())
  for (const id of OPERATOR_IDS) expect(new Set(CASES.filter(([of]) => of === id).map(([, , , holds]) => holds)), id).toEqual(new Set([true, false]))
})

test('a negative operator marks what stood in its way', () => {
  expect(OPERATORS.notContains.test(operandOf(['no INVOICE']), ['invoice'])).toEqual({ holds: false, mark: [0, 3, 10] })
})

test('flags can only be true or not, domains have no domain', () => {
  expect(operatorsFor('flag')).toEqual(['isTrue', 'isFalse'])
  expect(operatorsFor('domain')).not.toContain('domainIs')
})
