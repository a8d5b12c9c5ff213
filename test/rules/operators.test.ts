import { describe, expect, test } from 'vitest'
import { fold, unfoldSpan } from '../../rules/fold'
import { numberOf } from '../../rules/number'
import { expectationProblem } from '../../rules/expectation'
import { OPERATOR_IDS, OPERATORS, operandOf, operatorOf, operatorsFor } from '../../rules/operators'
import type { Expectation, OperatorId } from '../../rules/operators'
import { parsePattern, patternProblem } from '../../rules/pattern'
import { MOMENT } from '../support/drawn-rules'

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
  test('a letter folds alone as it does beside one that only the slow way folds', () => {
    for (let code = 0x20; code < 0x2100; code += 1) {
      const letter = String.fromCharCode(code)
      if (!/\p{M}/u.test(letter)) expect(fold(`ﬁ ${letter}`)).toBe(`fi ${fold(letter)}`)
    }
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

const ASKED = '2026-11-21T09:00:30.000Z'

/** operator, what the mail has, what is wanted, whether it holds. Asked on Saturday the 21st of November 2026 at 10:00:30 in Amsterdam. */
const CASES: readonly (readonly [OperatorId, readonly string[], readonly string[], boolean])[] = [
  ['contains', ['An INVOICE for you'], ['invoice'], true],
  ['contains', ['An order'], ['invoice', 'order'], true],
  ['contains', ['one', 'two invoices'], ['invoice'], true],
  ['contains', [], ['invoice'], false],
  ['contains', ['.*'], ['a'], false],
  ['contains', ['DIYARBAKIR SIPARIŞI'], ['diyarbakır siparişi'], true],
  ['notContains', ['An order'], ['invoice'], true],
  ['notContains', ['one', 'two invoices'], ['invoice'], false],
  ['notContains', [], ['invoice'], true],
  ['containsWord', ['Please pay.'], ['PAY'], true],
  ['containsWord', ['Your payment'], ['pay'], false],
  ['containsWord', ['repay, then pay'], ['pay'], true],
  ['containsWord', ['naïve café'], ['cafe\u0301'], true],
  ['containsWord', ['cafés'], ['café'], false],
  ['containsWord', ['İade talebi'], ['iade'], true],
  ['containsWord', ['We write C++ here'], ['c++'], true],
  ['containsWord', ['a new order came'], ['new order'], true],
  ['containsWord', ['𝐚pay'], ['pay'], false],
  // Scripts without spaces show no borders: each place may be one, but a letter is not parted from its marks.
  ['containsWord', ['請求書をお送りします'], ['請求書'], true],
  ['containsWord', ['オンラインストアの注文'], ['注文'], true],
  ['containsWord', ['สั่งซื้อสินค้า'], ['สินค้า'], true],
  ['containsWord', ['ที่'], ['ท'], false],
  ['containsWord', ['EC注文ABC'], ['abc'], true],
  ['containsWord', ['EC注文ABC'], ['ab'], false],
  ['containsWord', ['주문서입니다'], ['주문'], false],
  ['containsWord', ['\u202bשלום עולם\u202c'], ['שלום'], true],
  ['containsWord', ['in\u00advoice no\u200b 7'], ['invoice'], true],
  ['notContainsWord', ['Your payment'], ['pay'], true],
  ['notContainsWord', ['Please pay.'], ['pay'], false],
  ['is', ['Invoice'], ['invoice'], true],
  ['is', ['Invoice 7'], ['invoice'], false],
  ['isNot', ['Invoice 7'], ['invoice'], true],
  ['isNot', ['Invoice', 'x'], ['invoice'], false],
  ['startsWith', ['Re: Order'], ['re:'], true],
  ['startsWith', ['Order Re:'], ['re:'], false],
  ['notStartsWith', ['Order Re:'], ['re:'], true],
  ['notStartsWith', ['RE: Order'], ['re:'], false],
  ['endsWith', ['order.PDF'], ['.pdf'], true],
  ['endsWith', ['order.pdf.exe'], ['.pdf'], false],
  ['notEndsWith', ['order.pdf.exe'], ['.pdf'], true],
  ['notEndsWith', ['order.PDF'], ['.pdf'], false],
  ['isOneOf', ['b@example.com'], ['a@example.com', 'B@EXAMPLE.COM'], true],
  ['isOneOf', ['c@example.com'], ['a@example.com', 'b@example.com'], false],
  ['isNotOneOf', ['c@example.com'], ['a@example.com', 'b@example.com'], true],
  ['isNotOneOf', ['A@example.com'], ['a@example.com'], false],
  ['inList', ['ADA@example.com'], ['vips'], true],
  ['inList', ['anybody@big-customer.example'], ['vips'], true],
  ['inList', ['anybody@not-big-customer.example'], ['vips'], false],
  ['inList', ['giro'], ['vips', 'banks'], true],
  ['inList', ['ada@example.com'], ['gone'], false],
  ['inList', [], ['vips'], false],
  ['notInList', ['ben@example.com'], ['vips'], true],
  ['notInList', ['ada@example.com'], ['vips'], false],
  ['containsWordOf', ['From the EXAMPLE BANK, today'], ['banks'], true],
  ['containsWordOf', ['an example bankrupt'], ['banks'], false],
  ['containsWordOf', ['worth €€€ now'], ['banks'], true],
  ['containsWordOf', ['a giroscope'], ['banks'], false],
  ['containsWordOf', ['みずほ銀行より'], ['banks'], true],
  ['containsWordOf', ['銀の行'], ['banks'], false],
  ['notContainsWordOf', ['an example bankrupt'], ['banks'], true],
  ['notContainsWordOf', ['by giro'], ['banks'], false],
  ['matches', ['Order NWF-20418'], ['nwf-\\d{5}'], true],
  ['matches', ['Order NWF-204'], ['nwf-\\d{5}'], false],
  ['matches', ['caf\u0065\u0301'], ['^caf\u00e9$'], true],
  ['matches', ['anything'], ['('], false],
  ['notMatches', ['Order NWF-204'], ['nwf-\\d{5}'], true],
  ['notMatches', ['Order NWF-20418'], ['nwf-\\d{5}'], false],
  ['domainIs', ['ada@EXAMPLE.com'], ['example.com'], true],
  ['domainIs', ['ada@mail.example.com'], ['example.com'], false],
  ['domainIs', ['"a@b"@example.com'], ['example.com'], true],
  ['domainIs', ['example.com'], ['example.com'], false],
  ['domainIsNot', ['ada@mail.example.com'], ['example.com'], true],
  ['domainIsNot', ['ada@EXAMPLE.com'], ['example.com'], false],
  ['domainUnder', ['ada@mail.example.com'], ['example.com'], true],
  ['domainUnder', ['example.com'], ['example.com'], true],
  ['domainUnder', ['ada@badexample.com'], ['example.com'], false],
  ['domainUnder', ['example.com@other.example'], ['example.com'], false],
  ['equals', ['12'], ['12.0'], true],
  ['equals', ['€ 1.234,50'], ['1234.5'], true],
  ['equals', ['12a34'], ['12'], false],
  ['notEquals', ['13'], ['12'], true],
  ['notEquals', ['12'], ['12'], false],
  ['notEquals', ['no number'], ['12'], true],
  ['lessThan', ['9'], ['10'], true],
  ['lessThan', ['10'], ['10'], false],
  ['lessThan', ['no number'], ['10'], false],
  ['greaterThan', ['5000001'], ['5000000'], true],
  ['greaterThan', ['900', '5000001'], ['5000000'], true],
  ['greaterThan', ['5000000'], ['5000000'], false],
  ['between', ['10'], ['10', '20'], true],
  ['between', ['21'], ['10', '20'], false],
  ['notBetween', ['21'], ['10', '20'], true],
  ['notBetween', ['20'], ['10', '20'], false],
  // Amsterdam is an hour ahead in November: the 21st began at 23:00 on the 20th in UTC.
  ['before', ['2026-11-20T22:59:59.999Z'], ['2026-11-21'], true],
  ['before', ['2026-11-20T23:00:00.000Z'], ['2026-11-21'], false],
  ['before', ['2026-11-20T23:00:00.000Z'], ['today'], false],
  ['before', ['2026-11-14T22:00:00.000Z'], ['today-6'], true],
  ['after', ['2026-11-21T23:00:00.000Z'], ['2026-11-21'], true],
  ['after', ['2026-11-21T22:59:59.999Z'], ['2026-11-21'], false],
  ['after', ['2026-11-21T09:30:01.000Z'], ['2026-11-21T10:30'], true],
  ['after', ['2026-11-21T09:30:00.000Z'], ['2026-11-21T10:30'], false],
  ['onDay', ['2026-11-20T23:30:00.000Z'], ['today'], true],
  ['onDay', ['2026-11-20T22:30:00.000Z'], ['today'], false],
  ['onDay', ['2026-11-22T12:00:00.000Z'], ['today+1'], true],
  ['notOnDay', ['2026-11-20T22:30:00.000Z'], ['today'], true],
  ['notOnDay', ['2026-11-20T23:30:00.000Z'], ['today'], false],
  ['notOnDay', [], ['today'], true],
  ['betweenDays', ['2026-11-21T22:00:00.000Z'], ['2026-11-20', '2026-11-21'], true],
  ['betweenDays', ['2026-11-21T23:00:00.000Z'], ['2026-11-20', '2026-11-21'], false],
  // The clocks of Amsterdam were put back in the night to the 25th of October 2026: that day had 25 hours.
  ['onDay', ['2026-10-25T22:59:59.000Z'], ['2026-10-25'], true],
  ['withinLast', ['2026-11-21T08:00:30.000Z'], ['3600'], true],
  ['withinLast', ['2026-11-21T08:00:29.999Z'], ['3600'], false],
  ['withinLast', ['2026-11-21T09:05:00.000Z'], ['3600'], true],
  ['withinLast', [], ['3600'], false],
  ['olderThan', ['2026-11-21T08:00:29.999Z'], ['3600'], true],
  ['olderThan', ['2026-11-21T08:00:30.000Z'], ['3600'], false],
  ['olderThan', [], ['3600'], false],
  ['betweenTimes', ['09:00'], ['09:00', '17:00'], true],
  ['betweenTimes', ['17:00'], ['09:00', '17:00'], false],
  ['betweenTimes', ['23:30'], ['22:00', '06:00'], true],
  ['betweenTimes', ['06:00'], ['22:00', '06:00'], false],
  ['notBetweenTimes', ['17:00'], ['09:00', '17:00'], true],
  ['notBetweenTimes', ['09:00'], ['09:00', '17:00'], false],
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

const holds = (id: OperatorId, actual: readonly string[], expected: readonly string[]) => operatorOf(id).prepare(expected)(operandOf(actual), { ...MOMENT, now: ASKED }).holds

test.each(CASES)('%s: %j against %j is %s [CON-01]', (id, actual, expected, verdict) => {
  expect(holds(id, actual, expected)).toBe(verdict)
})

/** A day is what clocks of the zone call it, however long it was. */
test.each([
  ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', 'of 23 hours'],
  ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', 'of 25 hours'],
  ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z', '2026-04-05T13:30:00.000Z', 'of 24 hours and a half'],
  ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z', 'that began at one'],
  ['Asia/Kathmandu', '2026-05-04', '2026-05-03T18:15:00.000Z', '2026-05-04T18:15:00.000Z', 'a quarter of an hour off'],
  ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z', 'after one that was left out'],
])('in %s the day %s is from %s to %s: %s', (timeZone, day, from, to) => {
  const just = (instant: string, milliseconds: number) => new Date(Date.parse(instant) + milliseconds).toISOString()
  const onDay = (instant: string, now: string, wanted: string) => operatorOf('onDay').prepare([wanted])(operandOf([instant]), { ...MOMENT, now, timeZone }).holds
  const edges = [just(from, -1), from, just(to, -1), to]
  expect(edges.map((instant) => onDay(instant, ASKED, day))).toEqual([false, true, true, false])
  // The same told from a moment within it, and from one a day later.
  expect(edges.map((instant) => onDay(instant, just(from, 3_600_000), 'today'))).toEqual([false, true, true, false])
  expect(edges.map((instant) => onDay(instant, just(to, 3_600_000), 'today-1'))).toEqual([false, true, true, false])
})

test('every operator has a case that holds and one that does not', () => {
  expect(OPERATOR_IDS.toSorted()).toEqual(Object.keys(OPERATORS).toSorted())
  for (const id of OPERATOR_IDS) expect(new Set(CASES.filter(([of]) => of === id).map(([, , , verdict]) => verdict)), id).toEqual(new Set([true, false]))
})

test('a negative operator is true exactly where its opposite is false, absent operands included [CON-04]', () => {
  const opposites = [
    ['contains', 'notContains'], ['containsWord', 'notContainsWord'], ['is', 'isNot'], ['startsWith', 'notStartsWith'], ['endsWith', 'notEndsWith'], ['isOneOf', 'isNotOneOf'], ['inList', 'notInList'],
    ['containsWordOf', 'notContainsWordOf'], ['matches', 'notMatches'], ['domainIs', 'domainIsNot'], ['equals', 'notEquals'], ['between', 'notBetween'], ['onDay', 'notOnDay'],
    ['betweenTimes', 'notBetweenTimes'], ['exists', 'notExists'], ['isTrue', 'isFalse'],
  ] as const
  for (const [positive, negative] of opposites) {
    for (const [, actual, expected] of CASES.filter(([id]) => id === positive || id === negative)) expect(holds(negative, actual, expected), `${positive} ${actual.join()}`).toBe(!holds(positive, actual, expected))
    expect([holds(positive, [], ['x', 'y']), holds(negative, [], ['x', 'y'])]).toEqual([false, true])
    expect([operatorOf(positive).isNegative, operatorOf(negative).isNegative]).toEqual([false, true])
  }
})

test('a negative operator marks what stood in its way', () => {
  expect(OPERATORS.notContains.prepare(['invoice'])(operandOf(['no INVOICE']), MOMENT)).toEqual({ holds: false, mark: [0, 3, 10] })
})

test.each([
  ['containsWord', ['Große STRASSE 5'], ['straße'], 'STRASSE'],
  ['containsWordOf', ['Deine Example  Bank, deine example bank'], ['banks'], 'example bank'],
  ['inList', ['ceo@big-customer.example'], ['vips'], 'big-customer.example'],
  ['matches', ['Order NWF-20418 is late'], ['nwf-\\d+'], 'NWF-20418'],
  ['domainUnder', ['ada@mail.Example.com'], ['example.com'], 'Example.com'],
] as const)('%s marks what decided', (id, [value], expected, marked) => {
  const { mark } = operatorOf(id).prepare(expected)(operandOf([value]), MOMENT)
  expect(value.slice(mark?.[1], mark?.[2])).toBe(marked)
})

test.each([
  ['12', 12], ['1,234', 1234], ['1.234', 1234], ['0.500', 0.5], ['12,5', 12.5], ['1,234.50', 1234.5], ['1.234,50', 1234.5], ['1 234 567', 1234567], ['1.234.567', 1234567], ['€ 99,-', 99], ['-3', -3], ['(3)', -3],
  ['EUR 10', 10], ['10 %', 10], ['１２', 12], ['١٬٢٣٤٫٥', 1234.5], ['۹۹ تومان', 99], ['๑๒', 12], ['१.२३४', 1234], ['', null], ['none', null], ['1.2.3', null], ['12 or 13', null], ['1,2345.6,7', null],
])('“%s” is the number %s', (text, number) => {
  expect(numberOf(text)).toBe(number)
})

describe('patterns', () => {
  test('leave what they name as it was written, the last ones empty where they took no part', () => {
    const found = parsePattern('(?P<kind>INV|ORD)-(?<number>\\d+)(?:/(?P<part>\\d))?')
    expect(found?.names).toEqual(['kind', 'number', 'part'])
    expect(found?.find('see Inv-7 and Ord-8')).toEqual({ span: [4, 9], captures: { kind: 'Inv', number: '7', part: '' } })
  })
  test.each(['(a+)+$', '^(a|a)*$', '([a-z]+)*!', '(.*)*x', '(a?){50}a{50}!'])('%s answers on fifty thousand letters, where one that tries every way never would', (source) => {
    expect(parsePattern(source)?.find(`${'a'.repeat(50_000)}?`)).toBeNull()
  })
  test.each([['(', 'patternBroken'], ['(?=a)', 'patternBroken'], ['(a)\\1', 'patternBroken'], ['((a{1,1000}){1,1000}){1,1000}', 'patternBroken'], ['(?P<constructor>a)', 'captureName'], ['(?P<ok>a)', null]])('%s is %s', (source, problem) => {
    expect(patternProblem(source)).toBe(problem)
  })
})

test.each<readonly [Expectation, readonly string[], string | null]>([
  ['nothing', [], null],
  ['values', [' '], 'needsValue'],
  ['patterns', [], 'needsValue'],
  ['lists', [], 'needsList'],
  ['number', ['ten'], 'needsNumber'],
  ['number', ['-2.5'], null],
  ['range', ['1'], 'needsNumber'],
  ['range', ['2', '1'], 'rangeReversed'],
  ['day', ['2026-02-30'], 'needsDay'],
  ['day', ['2026-02-28T24:00'], 'needsDay'],
  ['day', ['today-7'], null],
  ['day', ['yesterday'], 'needsDay'],
  ['days', ['2026-05-02', '2026-05-01'], 'rangeReversed'],
  ['days', ['today-1', 'today-7'], 'rangeReversed'],
  ['days', ['2026-05-01', 'today'], null],
  ['span', ['0'], 'needsDuration'],
  ['span', ['86400'], null],
  ['times', ['09:00', '09:00'], 'needsTimes'],
  ['times', ['9:00', '17:00'], 'needsTimes'],
  ['times', ['22:00', '06:00'], null],
])('to compare with %s, %j: %s', (expects, values, problem) => {
  expect(expectationProblem(expects, values)).toBe(problem)
})

test('each kind of field is offered what fits it', () => {
  expect(operatorsFor('flag')).toEqual(['isTrue', 'isFalse'])
  expect(operatorsFor('choice')).toEqual(['is', 'isNot', 'exists', 'notExists'])
  expect(operatorsFor('number')).toEqual(['equals', 'notEquals', 'lessThan', 'greaterThan', 'between', 'notBetween', 'exists', 'notExists'])
  expect(operatorsFor('date')).toEqual(['before', 'after', 'onDay', 'notOnDay', 'betweenDays', 'withinLast', 'olderThan', 'exists', 'notExists'])
  expect(operatorsFor('domain')).not.toContain('domainIs')
  expect(operatorsFor('loose')).toEqual(expect.arrayContaining(['matches', 'greaterThan', 'containsWordOf']))
})
