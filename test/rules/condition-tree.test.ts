import { describe, expect, test } from 'vitest'
import { capturesOf, ConditionTree, evaluate } from '../../rules/condition-tree'
import type { MessageFacts } from '../../rules/facts'
import type { ConditionGroup, ConditionItem } from '../../rules/condition-tree'
import { authResults } from '../../rules/authentication-results'
import { blankFacts } from '../../rules/blank-facts'
import { askedField, FIELD_GROUPS, FIELD_IDS, FIELDS, fieldOf, operandsOf } from '../../rules/fields'
import type { FieldId } from '../../rules/fields'
import { guessLanguage } from '../../rules/guess-language'
import { operatorsFor } from '../../rules/operators'
import type { OperatorId } from '../../rules/operators'
import { englishByKey } from '../../rules/phrases'
import { mail, MOMENT } from '../support/drawn-rules'

const ask = (tree: ConditionGroup, facts: MessageFacts = mail()) => evaluate(tree, facts, MOMENT)
const yes: ConditionItem = { kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['invoice'] }
const no: ConditionItem = { kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['order'] }
const group = (mode: ConditionGroup['mode'], ...items: readonly ConditionItem[]): ConditionGroup => ({ kind: 'group', mode, items })
const verdict = (tree: ConditionGroup) => ask(tree, mail({ subject: 'Invoice 7' })).verdict

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
  const { because } = ask(group('any', yes, no, group('all', no)), mail({ subject: 'Invoice 7' }))
  expect(because.map(({ path, kind, verdict, actual }) => [path, kind, verdict, actual])).toEqual([
    [[], 'group', true, null],
    [[0], 'test', true, ['Invoice 7']],
    [[1], 'test', null, null],
    [[2], 'group', null, null],
    [[2, 0], 'test', null, null],
  ])
})

test('a decision survives being stored', () => {
  const { because } = ask(group('all', yes, no), mail())
  expect(JSON.parse(JSON.stringify(because))).toEqual(because)
})

describe('what is kept of a value', () => {
  const textHas = (wanted: string): ConditionGroup => group('all', { kind: 'test', field: 'text', header: '', operator: 'contains', values: [wanted] })
  test('500 characters, around the part that decided', () => {
    const { because } = ask(textHas('needle'), mail({ text: `${'hay '.repeat(5_000)}NEEDLE${' hay'.repeat(5_000)}` }))
    const [index, start, end] = because[1]?.mark ?? [0, 0, 0]
    const kept = because[1]?.actual?.[index] ?? ''
    expect(kept.length).toBe(500)
    expect(kept.slice(start, end)).toBe('NEEDLE')
  })
  test('the beginning where nothing decided', () => {
    expect(ask(textHas('needle'), mail({ text: 'x'.repeat(9_999) })).because[1]?.actual).toEqual(['x'.repeat(500)])
  })
  test('of thousands of recipients, twenty with the one that decided', () => {
    const to = Array.from({ length: 5_000 }, (_, index) => ({ name: '', address: `r${index}@example.com` }))
    const tree = group('all', { kind: 'test', field: 'to', header: '', operator: 'is', values: ['r4321@example.com'] })
    const { because } = ask(tree, mail({ to }))
    const [index] = because[1]?.mark ?? [-1]
    expect(because[1]?.actual?.length).toBe(20)
    expect(because[1]?.actual?.[index]).toBe('r4321@example.com')
  })
  test('no half characters and no NUL, which a database refuses', () => {
    const { because } = ask(textHas('zz'), mail({ text: `a\0${'x'.repeat(497)}😀😀` }))
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
    ['a word that is no choice', group('all', { ...yes, field: 'recordStage', operator: 'is', values: ['sleeping'] }), 'invalid'],
    ['a pattern that cannot be read', group('all', { ...yes, operator: 'matches', values: ['a', '('] }), 'patternBroken'],
    ['a capture named as every object is', group('all', { ...yes, operator: 'matches', values: ['(?P<valueOf>a)'] }), 'captureName'],
    ['a range the wrong way round', group('all', { ...yes, field: 'size', operator: 'between', values: ['2', '1'] }), 'rangeReversed'],
    ['working hours of no calendar', group('all', { ...yes, field: 'nowInHours', operator: 'isTrue', values: [] }), 'needsCalendar'],
    ['a value that cannot be named so', group('all', { ...yes, field: 'value', header: '1st' }), 'valueNameBroken'],
    ['a keyword with a space', group('all', { ...yes, field: 'keyword', header: 'two words', operator: 'isTrue', values: [] }), 'needsName'],
  ])('%s says what is wrong and where', (_, tree, message) => {
    const result = ConditionTree.safeParse(tree)
    expect(result.error?.issues).toMatchObject([{ message }])
  })
})

describe('fields', () => {
  const facts = mail({
    replyTo: [{ name: '', address: 'team@example.com' }],
    to: [{ name: '', address: 'Support@northwind.example' }, { name: '', address: 'x@elsewhere.example' }],
    cc: [{ name: '', address: 'cc@northwind.example' }],
    attachments: [{ name: 'a.pdf', type: 'application/pdf', size: 184_000 }, { name: 'b.txt', type: 'text/plain', size: 7 }],
    size: 5_000_001,
    isReply: true,
    flags: ['\\Flagged', '\\seen', 'Urgent'],
    tags: ['Finance'],
    headers: {
      'x-priority': ['high'],
      'delivered-to': ['<support@northwind.example>', 'sales@northwind.example'],
      'authentication-results': ['mx.northwind.example; spf=pass smtp.mailfrom=example.com; dkim=fail reason="bad; dkim=pass"; dkim=pass (good) header.d=example.com; dmarc=none', 'evil.example; dmarc=pass'],
    },
    ownAddresses: ['support@northwind.example', 'sales@northwind.example'],
    threadMessageCount: 4,
    threadLastInboundAt: '2026-11-20T09:00:00.000Z',
    threadLastOutboundAt: '2026-11-20T10:00:00.000Z',
    isAnswered: true,
    contactKnown: true,
    mailClass: 'list',
    text: 'Guten Tag, bitte senden Sie uns die Rechnung für den Auftrag. Vielen Dank und freundliche Grüße',
    record: { ref: 'r', type: 'ticket', number: 12, stage: 'waiting', title: 'Late order', assigneeRef: 'ada', fields: { Order: 'NWF-20418' } },
    receivedAt: '2026-11-21T23:30:00.000Z',
  })
  /** The mail came in on Sunday the 22nd at half past midnight in Amsterdam; it is asked on Saturday at 10:00. */
  const EXPECTED: Readonly<Record<FieldId, readonly [readonly string[], string?]>> = {
    from: [['ada@example.com']],
    fromName: [['Ada Lovelace']],
    fromDomain: [['example.com']],
    replyTo: [['team@example.com']],
    envelopeFrom: [['ada@example.com']],
    contactKnown: [['true']],
    spf: [['pass']],
    dkim: [['fail', 'pass']],
    dmarc: [['none']],
    to: [['Support@northwind.example', 'x@elsewhere.example', 'cc@northwind.example']],
    toOnly: [['Support@northwind.example', 'x@elsewhere.example']],
    cc: [['cc@northwind.example']],
    recipientDomain: [['northwind.example', 'elsewhere.example', 'northwind.example']],
    recipientCount: [['3']],
    alias: [['Support@northwind.example', 'sales@northwind.example']],
    subject: [['Invoice 7']],
    text: [[facts.text ?? '']],
    header: [['high'], 'X-Priority'],
    language: [['de']],
    size: [['5000001']],
    hasAttachment: [['true']],
    attachmentCount: [['2']],
    attachmentName: [['a.pdf', 'b.txt']],
    attachmentType: [['application/pdf', 'text/plain']],
    attachmentSize: [['184000', '7']],
    isAutomatic: [['true']],
    mailClass: [['list']],
    isRead: [['true']],
    isStarred: [['true']],
    keyword: [['true'], 'URGENT'],
    tag: [['Finance']],
    mailbox: [['INBOX']],
    isReply: [['true']],
    isAnswered: [['true']],
    threadMessageCount: [['4']],
    threadLastInboundAt: [['2026-11-20T09:00:00.000Z']],
    threadLastOutboundAt: [['2026-11-20T10:00:00.000Z']],
    recordType: [['ticket']],
    recordStage: [['waiting']],
    recordNumber: [['12']],
    recordTitle: [['Late order']],
    recordAssignee: [['ada']],
    recordField: [['NWF-20418'], ' order '],
    receivedAt: [['2026-11-21T23:30:00.000Z']],
    sentAt: [['2026-11-21T09:00:00.000Z']],
    receivedWeekday: [['sunday']],
    receivedTime: [['00:30']],
    receivedInHours: [['false'], 'office'],
    now: [['2026-11-21T09:00:30.000Z']],
    nowWeekday: [['saturday']],
    nowTime: [['10:00']],
    nowInHours: [['false'], 'office'],
    value: [['Inv-7'], 'order'],
  }
  const moment = { ...MOMENT, values: { order: 'Inv-7' } }
  const read = (id: FieldId, name = '', of = facts) => operandsOf(of)(askedField(id, name), moment).values

  test.each(FIELD_IDS)('%s reads what it says [CON-01] [CON-02]', (id) => {
    const [values, name] = EXPECTED[id]
    expect(read(id, name)).toEqual(values)
  })
  test('what is absent reads as nothing, and a flag as false', () => {
    const bare = { ...blankFacts('account-1', []) }
    const flags = FIELD_IDS.filter((id) => fieldOf(id).kind === 'flag')
    for (const id of flags) expect(read(id, EXPECTED[id][1] ?? '', bare), id).toEqual(['false'])
    const present = ['recipientCount', 'subject', 'size', 'attachmentCount', 'mailClass', 'threadMessageCount', 'now', 'nowWeekday', 'nowTime', 'value']
    for (const id of FIELD_IDS) if (!flags.includes(id) && !present.includes(id)) expect(read(id, 'nothing', bare), id).toEqual([])
    expect(read('value', 'nothing')).toEqual([])
  })
  test('every choice a field can read is offered and has a phrase', () => {
    for (const id of FIELD_IDS) {
      const { choices } = fieldOf(id)
      if (choices !== undefined) for (const value of EXPECTED[id][0]) expect(Object.keys(choices), id).toContain(value)
      for (const choice of Object.keys(choices ?? {})) expect(englishByKey()[`condition.choice.${id}.${choice}`]).toBeDefined()
    }
  })
  test('working hours are those of the calendar, in its own zone', () => {
    const at = (receivedAt: string) => read('receivedInHours', 'office', { ...facts, receivedAt })
    // Friday the 20th: 09:00 to 17:00 in Amsterdam is 08:00 to 16:00 in UTC.
    expect([at('2026-11-20T08:00:00.000Z'), at('2026-11-20T07:59:59.000Z'), at('2026-11-20T16:00:00.000Z')]).toEqual([['true'], ['false'], ['false']])
    expect(read('receivedInHours', 'gone', { ...facts, receivedAt: '2026-11-20T08:00:00.000Z' })).toEqual(['false'])
  })
  test('what depends on the moment is never kept from one to the next', () => {
    const reader = operandsOf(facts)
    const timeIn = (timeZone: string) => reader(askedField('receivedTime', ''), { ...MOMENT, timeZone }).values
    expect([timeIn('Europe/Amsterdam'), timeIn('America/New_York')]).toEqual([['00:30'], ['18:30']])
  })
  test.each([
    ['mx; dmarc=PASS (p=reject; sp=(nested)) header.from=example.com', 'dmarc', ['pass']],
    ['mx 1; spf/1 = softfail smtp.mailfrom="a;dmarc=pass"', 'spf', ['softfail']],
    ['mx; none', 'dkim', []],
    ['dmarc=pass', 'dmarc', []],
    ['mx; dkim=pass header.d=a; dkim=permerror header.d=b', 'dkim', ['pass', 'permerror']],
    ['mx; (dmarc=pass; dmarc=pass', 'dmarc', []],
  ] as const)('RFC 8601: in “%s”, %s is %j', (header, method, results) => {
    expect(authResults({ 'authentication-results': [header] }, method)).toEqual(results)
  })
  test.each([
    ['Hello, please find the invoice for your order attached. Thank you and kind regards', 'en'],
    ['Bonjour, je vous envoie la facture pour votre commande. Merci et à bientôt', 'fr'],
    ['Merhaba, lütfen siparişim için bir fatura gönderin. Teşekkür ederim', 'tr'],
    ['Здравствуйте, пришлите пожалуйста счёт за этот заказ и акт. Спасибо', 'ru'],
    ['Καλημέρα, παρακαλώ στείλτε το τιμολόγιο', 'el'],
    ['請寄發票給我們謝謝', 'zh'],
    ['請求書を送ってください。よろしくお願いします', 'ja'],
    ['مرحبا، أرجو إرسال الفاتورة', 'ar'],
    ['سلام، لطفاً صورت حساب را بفرستید چون گم شده است', null],
    ['NWF-20418 12.50 EUR', null],
    ['OK', null],
    ['Vielen Dank!', null],
    ['', null],
  ])('“%s” is guessed to be %s', (text, language) => {
    expect(guessLanguage(text)).toBe(language)
  })
  test('header names are found in any case, and never on the prototype', () => {
    const asks = (header: string) => group('all', { kind: 'test', field: 'header', header, operator: 'exists', values: [] })
    expect(ask(asks('X-Priority'), mail({ headers: { 'x-priority': ['1'] } })).verdict).toBe(true)
    expect(ask(asks('constructor'), mail()).verdict).toBe(false)
  })
  test('each is in the list once, in its group, and takes at least one operator', () => {
    expect(FIELD_IDS.toSorted()).toEqual(Object.keys(FIELDS).toSorted())
    for (const id of FIELD_IDS) expect(operatorsFor(fieldOf(id).kind).length).toBeGreaterThan(0)
    const groups = FIELD_IDS.map((id) => fieldOf(id).group)
    expect(groups.filter((of, index) => of !== groups[index - 1])).toEqual(FIELD_GROUPS)
  })
})

describe('addresses', () => {
  const holds = (field: FieldId, operator: OperatorId, value: string, address: string, lists: Readonly<Record<string, readonly string[]>> = {}) =>
    evaluate(group('all', { kind: 'test', field, header: '', operator, values: [value] }), mail({ from: { name: '', address } }), { ...MOMENT, lists }).verdict
  // Punycode as the IDNA tables have it: bücher is bcher-kva, faß is fa-hia, 例え is r8jz45g.
  test.each<readonly [FieldId, OperatorId, string, string, boolean]>([
    ['fromDomain', 'is', 'BÜCHER.example', 'ann@xn--bcher-kva.example', true],
    ['fromDomain', 'is', 'xn--bcher-kva.example', 'ann@xn--bcher-kva.example', true],
    ['fromDomain', 'isNot', 'bu\u0308cher.example', 'ann@xn--bcher-kva.example', false],
    ['fromDomain', 'endsWith', '.bücher.example', 'ann@mail.xn--bcher-kva.example', true],
    ['fromDomain', 'domainUnder', 'bücher.example', 'ann@mail.xn--bcher-kva.example', true],
    ['from', 'is', 'Ann@bücher.example', 'ann@xn--bcher-kva.example', true],
    ['from', 'domainIs', '例え.jp', 'info@xn--r8jz45g.jp', true],
    ['from', 'contains', 'bücher', 'ann@xn--bcher-kva.example', true],
    ['from', 'contains', 'jörg', 'jörg@example.com', true],
    ['from', 'is', 'jörg@bücher.example', 'jörg@xn--bcher-kva.example', true],
    // Text takes ß for ss and ı for i; names of hosts that differ in them belong to different people.
    ['fromDomain', 'is', 'faß.example', 'ann@xn--fa-hia.example', true],
    ['fromDomain', 'is', 'faß.example', 'ann@fass.example', false],
    ['fromDomain', 'is', 'fass.example', 'ann@xn--fa-hia.example', false],
    ['fromDomain', 'is', 'ing.example', 'ann@xn--ng-4pa.example', false],
    ['from', 'domainIs', 'a b%41ü.example', 'ann@example.com', false],
    // A tag behind a plus is part of the address: no server has to read it as one.
    ['from', 'is', 'ann@example.com', 'ann+news@example.com', false],
    ['from', 'startsWith', 'ann+', 'ann+news@example.com', true],
    ['from', 'domainIs', 'example.com', '"ann@evil.example"@example.com', true],
    ['fromDomain', 'is', 'evil.example', '"ann@evil.example"@example.com', false],
  ])('%s %s %s: of %s that is %s', (field, operator, value, address, expected) => {
    expect(holds(field, operator, value, address)).toBe(expected)
  })
  test('lists name domains either way', () => {
    const lists = { shops: ['bücher.example', '@例え.jp', 'jörg@größe.example'] }
    expect(['a@xn--bcher-kva.example', 'a@xn--r8jz45g.jp', 'jörg@xn--gre-6ka8i.example', 'a@xn--gre-6ka8i.example'].map((address) => holds('from', 'inList', 'shops', address, lists))).toEqual([true, true, true, false])
  })
  test('what was compared is told as the person wrote it and as the mail has it', () => {
    const { because } = ask(group('all', { kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: ['bücher.example'] }), mail({ from: { name: '', address: 'a@xn--bcher-kva.example' } }))
    expect(because[1]).toMatchObject({ expected: ['bücher.example'], actual: ['xn--bcher-kva.example'], mark: [0, 0, 21], verdict: true })
  })
})

describe('time passes', () => {
  const asking = (field: FieldId, operator: OperatorId, values: readonly string[]): ConditionItem => ({ kind: 'test', field, header: '', operator, values })
  const at = (now: string, tree: ConditionGroup, facts: Partial<MessageFacts>) => evaluate(tree, mail(facts), { ...MOMENT, now }).verdict

  test('a conversation that nobody answered for three days is found, and no longer once somebody did [LIM-01]', () => {
    const late = group('all', asking('isAnswered', 'isFalse', []), asking('receivedAt', 'olderThan', [String(3 * 86_400)]))
    const receivedAt = '2026-11-18T09:00:00.000Z'
    expect(at('2026-11-21T09:00:00.000Z', late, { receivedAt })).toBe(false)
    expect(at('2026-11-21T09:00:00.001Z', late, { receivedAt })).toBe(true)
    expect(at('2026-11-21T09:00:00.001Z', late, { receivedAt, isAnswered: true })).toBe(false)
    expect(at('2026-11-21T09:00:00.001Z', late, { receivedAt, flags: ['\\Answered'] })).toBe(false)
  })
  test('“we last wrote longer ago than a week” is false where we never wrote, which is asked for by itself [LIM-01]', () => {
    const week = asking('threadLastOutboundAt', 'olderThan', [String(7 * 86_400)])
    expect(at('2026-11-21T09:00:00.000Z', group('all', week), { threadLastOutboundAt: '2026-11-14T08:59:59.000Z' })).toBe(true)
    expect(at('2026-11-21T09:00:00.000Z', group('all', week), { threadLastOutboundAt: null })).toBe(false)
    expect(at('2026-11-21T09:00:00.000Z', group('any', week, asking('threadLastOutboundAt', 'notExists', [])), { threadLastOutboundAt: null })).toBe(true)
  })
  test('a holiday reply is for its days only, as clocks in the rule’s zone count them [CON-03]', () => {
    const holidays = group('all', asking('now', 'betweenDays', ['2026-12-24', '2027-01-01']))
    expect([at('2026-12-23T22:59:59.000Z', holidays, {}), at('2026-12-23T23:00:00.000Z', holidays, {}), at('2027-01-01T22:59:59.000Z', holidays, {}), at('2027-01-01T23:00:00.000Z', holidays, {})]).toEqual([false, true, true, false])
  })
})

describe('captures', () => {
  const pattern = (values: readonly string[], operator: 'matches' | 'notMatches' = 'matches'): ConditionItem => ({ kind: 'test', field: 'subject', header: '', operator, values })
  test('are handed on by the tests that held', () => {
    expect(ask(group('all', pattern(['(?P<kind>invoice|order) (?P<number>\\d+)'])), mail({ subject: 'Invoice 7' })).captures).toEqual({ kind: 'Invoice', number: '7' })
    expect(ask(group('all', pattern(['(?P<kind>order)'])), mail()).captures).toBeUndefined()
  })
  test('are certain only where nothing else can make the conditions true', () => {
    const named = pattern(['(?P<a>x)'])
    const certain = (tree: ConditionGroup) => capturesOf(tree).map(({ name, isCertain }) => [name, isCertain])
    expect(certain(group('all', named, group('all', pattern(['(?P<b>x)']))))).toEqual([['a', true], ['b', true]])
    expect(certain(group('any', named, yes))).toEqual([['a', false]])
    expect(certain(group('all', group('none', named)))).toEqual([['a', false]])
    expect(certain(group('all', pattern(['(?P<a>x)', 'y'])))).toEqual([['a', false]])
    expect(certain(group('all', pattern(['(?P<a>x)'], 'notMatches')))).toEqual([])
  })
})
