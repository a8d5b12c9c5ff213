import { describe, expect, test } from 'vitest'
import { referencesOf } from '../../rules/check-references'
import { compile } from '../../rules/compile'
import { dryRun } from '../../rules/dry-run'
import type { Effect, World } from '../../rules/effects'
import { journeyOf, passableTo } from '../../rules/passing-on'
import { afterwards, predict } from '../../rules/predict'
import { chooseRecord, recordNamesIn, type LinkableRecord } from '../../rules/record-name'
import { withFields } from '../../rules/record-values'
import { toEnglish } from '../../rules/sentence'
import { checking, draw, mail, planOf, START, tagging, world } from '../support/drawn-rules'
import { graphOf } from '../support/rules'

describe('records that a subject names', () => {
  test.each([
    ['Still broken [#12]', [[null, 12]]],
    ['Re: [Ticket#7] Printer', [['ticket', 7]]],
    ['AW: Ticket 12, lead #3 and TICKET-12', [['ticket', 12], ['lead', 3]]],
    ['Ticket no. 5', [['ticket', 5]]],
    ['Order #12', []],
    ['Backticket 12', []],
    ['Ticketing 12', []],
    ['ticket 0', []],
    ['Ticket 1234567890', []],
  ])('%s', (subject, names) => {
    expect(recordNamesIn(subject).map(({ type, number }) => [type, number])).toEqual(names)
  })
})

describe('the record that is meant', () => {
  const record = (ref: string, more: Partial<LinkableRecord> = {}): LinkableRecord => ({ ref, type: 'ticket', number: 12, contact: 'ada@example.com', isOpen: true, isLinked: false, ...more })
  const wanted = { by: 'number', recordType: null, named: [{ type: null, number: 12 }], contact: 'ada@example.com', ofContactOnly: true } as const

  test('is the sender’s own, unless anybody’s will do', () => {
    const theirs = [record('a', { contact: 'grace@example.com' })]
    expect(chooseRecord(wanted, theirs)).toBeNull()
    expect(chooseRecord({ ...wanted, ofContactOnly: false }, theirs)?.ref).toBe('a')
  })
  test('is none where a bare number could mean two, and the open one where only one is open', () => {
    const both = [record('a'), record('b', { type: 'lead' })]
    expect(chooseRecord(wanted, both)).toBeNull()
    expect(chooseRecord({ ...wanted, recordType: 'lead' }, both)?.ref).toBe('b')
    expect(chooseRecord(wanted, [record('a', { isOpen: false }), record('b', { type: 'lead' })])?.ref).toBe('b')
  })
  test('may be closed where it is named, never where the sender alone says which', () => {
    const closed = [record('a', { isOpen: false })]
    expect(chooseRecord(wanted, closed)?.ref).toBe('a')
    expect(chooseRecord({ ...wanted, by: 'contact' }, closed)).toBeNull()
  })
})

test('fields keep what was not named, and lose what was cleared', () => {
  expect(withFields({ Company: 'Bouw', Source: 'Mail' }, { Source: '', Note: 'x' })).toEqual({ Company: 'Bouw', Note: 'x' })
})

describe('where a mail may be passed on to', () => {
  const journey = journeyOf(mail({ headers: { 'delivered-to': ['old@example.com'], 'resent-to': ['"A" <Team@example.com>, b@example.com'] }, envelopeFrom: 'bounces@example.com' }))
  const to = (...addresses: readonly string[]) => addresses.map((address) => ({ name: '', address }))
  test.each([
    [['Support@northwind.example'], 'own address'],
    [['ada@example.com'], 'back to the sender'],
    [['bounces@example.com'], 'back to the sender'],
    [['team@example.com'], 'been there'],
    [['old@example.com', 'b@example.com'], 'been there'],
  ])('%j: %s', (addresses, stop) => {
    expect(passableTo(journey, to(...addresses))).toEqual({ to: [], stop })
  })
  test('to whoever is left, each once', () => {
    expect(passableTo(journey, to('new@example.com', 'old@example.com', 'NEW@example.com'))).toEqual({ to: to('new@example.com'), stop: null })
  })
})

describe('a dry run says', () => {
  const world: World = {
    tags: [], flags: [], mailboxRef: null, mailboxNames: {}, userNames: { u1: 'Marta' }, openRecords: [], suppression: null, mail: mail(), rules: { r1: { name: 'File it', isPaused: false }, r2: { name: 'Old', isPaused: true } },
  }
  const told = (effect: Effect, more: Partial<World> = {}) => {
    const { would, describe: sentence } = predict(effect, { ...world, ...more })
    return `${would}: ${toEnglish(sentence)}`
  }
  const open = { ref: 'a', type: 'ticket', number: 12, stage: 'open', title: 'T', assigneeRef: null, fields: {} } as const

  test.each<[Effect, Partial<World>, string]>([
    [{ kind: 'record.update', recordType: 'ticket', stage: 'done' }, {}, 'skip: change no record, because it has no open record of this kind'],
    [{ kind: 'record.update', recordType: 'ticket', stage: 'done' }, { openRecords: [open] }, 'do: change ticket #12'],
    [{ kind: 'record.update', recordType: 'ticket', stage: 'open', title: 'T', assigneeRef: '' }, { openRecords: [open] }, 'no change: the record is so already'],
    [{ kind: 'mail.redirect', to: [{ name: '', address: 'support@northwind.example' }] }, {}, 'skip: redirect it to nobody, because it would come back to this account'],
    [{ kind: 'mail.send', to: { who: 'contact' }, subject: 'S', text: '', inThread: false }, {}, 'skip: send no mail, because it has no record with a contact'],
    [{ kind: 'mail.send', to: { who: 'contact' }, subject: 'S', text: '', inThread: false }, { recordContact: 'grace@example.com' }, 'do: send grace@example.com a mail: “S”'],
    [{ kind: 'mail.send', to: { who: 'contact' }, subject: 'S', text: '', inThread: false }, { recordContact: 'ada@example.com', suppression: 'list' }, 'skip: send no mail, because it came from a mailing list'],
    [{ kind: 'rule.run', ruleRef: 'r1' }, {}, 'do: run the rule File it'],
    [{ kind: 'rule.run', ruleRef: 'r2' }, {}, 'skip: run no other rule, because the rule is paused'],
    [{ kind: 'rule.run', ruleRef: 'r3' }, {}, 'skip: run no other rule, because the rule was deleted or never published'],
  ])('%j in %j', (effect, more, sentence) => {
    expect(told(effect, more)).toBe(sentence)
  })

  test('what later steps would see of a record that was made and closed before', () => {
    const scene = { facts: mail(), world }
    const create = { kind: 'record.create', recordType: 'ticket', title: 'T', contact: { name: '', address: 'grace@example.com' }, reuseOfThread: true, fields: { Company: 'Bouw' } } as const
    const made = afterwards(create, predict(create, world), scene)
    expect(made.facts.record).toMatchObject({ stage: 'new', fields: { Company: 'Bouw' } })
    expect(made.world.recordContact).toBe('grace@example.com')
    const close = { kind: 'record.update', recordType: 'ticket', stage: 'done' } as const
    expect(predict(close, made.world)).toMatchObject({ would: 'do' })
    const closed = afterwards(close, predict(close, made.world), made)
    expect(closed.world.openRecords).toEqual([])
    expect(predict(close, closed.world)).toMatchObject({ would: 'skip' })
  })
})

describe('a rule that runs another', () => {
  const choices = { mailboxes: [], users: [], calendars: [], hooks: [], lists: [], rules: [{ id: 'mine', name: 'Mine', accountId: 'a' }, { id: 'next', name: 'Next', accountId: 'a' }, { id: 'far', name: 'Far', accountId: 'b' }] }
  const problemsOf = (ruleRef: string) => {
    const compiled = compile(graphOf({ run: { type: 'rule.run', config: { ruleRef } } }, [['start', 'run']]), referencesOf('a', choices, 'mine'))
    return 'problems' in compiled ? compiled.problems.map(({ code, node, field }) => [code, node, field]) : []
  }
  test.each([
    ['next', []],
    ['mine', [['runsItself', 'run', 'ruleRef']]],
    ['far', [['ruleOfAnotherAccount', 'run', 'ruleRef']]],
    ['gone', [['ruleGone', 'run', 'ruleRef']]],
    ['', [['needsRule', 'run', 'ruleRef']]],
  ])('naming %j has the problems %j', (ruleRef, problems) => {
    expect(problemsOf(ruleRef)).toEqual(problems)
  })
})

describe('26: in a rehearsal, as in the run', () => {
  const tickets = (settings: object = {}): object => ({ recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true, ...settings })
  const linking = { type: 'record.link', config: { by: 'contact', recordType: 'any', ofContactOnly: true } }
  const staging = (stage: string) => ({ type: 'record.update', config: { recordType: 'ticket', stage, assignment: 'keep', assigneeRef: '', title: '', fields: [] } })
  const isAt = (stage: string) => checking({ kind: 'test', field: 'recordStage', header: '', operator: 'is', values: [stage] })
  const stepsOf = (nodes: Parameters<typeof draw>[0], edges: readonly string[], state: Parameters<typeof world>[0] = {}) =>
    Object.fromEntries(dryRun(planOf(draw({ s: START, ...nodes }, edges)), mail(), world(state)).steps.map(({ id, port, would = [] }) => [id, would.map(({ prediction }) => prediction.would).join() || port]))

  test('the mail’s own new ticket is what a link to the sender’s newest finds', () => {
    expect(stepsOf({ a: { type: 'record.create', config: tickets() }, b: linking }, ['s -> a', 'a -> b'])).toMatchObject({ a: 'do', b: 'no change' })
  })
  test('a ticket that was closed is no more found by its sender', () => {
    expect(stepsOf({ a: { type: 'record.create', config: tickets() }, b: staging('done'), c: linking }, ['s -> a', 'a -> b', 'b -> c'])).toMatchObject({ b: 'do', c: 'skip' })
  })
  test('a second ticket leaves the conversation’s first one what conditions see', () => {
    const nodes = { a: { type: 'record.create', config: tickets() }, b: staging('open'), c: { type: 'record.create', config: tickets({ reuseOfThread: false }) }, d: isAt('open'), e: tagging('x') }
    expect(stepsOf(nodes, ['s -> a', 'a -> b', 'b -> c', 'c -> d', 'd.yes -> e'])).toMatchObject({ c: 'do', d: 'yes' })
  })
  test('what is set on a reused ticket too is seen after it', () => {
    const open = { ref: 'r', type: 'ticket', number: 7, stage: 'new', title: 'x', assigneeRef: null, fields: {} } as const
    const create = { type: 'record.create', config: tickets({ stage: 'open', assigneeRef: '', fields: [], updateReused: true }) }
    expect(stepsOf({ a: create, b: staging('open'), c: tagging('x') }, ['s -> a', 'a -> b', 'b -> c'], { openRecords: [open] })).toMatchObject({ a: 'reuse', b: 'no change' })
  })
  test('a tag is there already however it is written', () => {
    expect(stepsOf({ a: tagging('VIP'), b: tagging('vip') }, ['s -> a', 'a -> b'])).toMatchObject({ a: 'do', b: 'no change' })
  })
  test('a rule may answer its mail twice, such as at once and after a wait', () => {
    const again = { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'Still at it.' } }
    expect(stepsOf({ c: checking({ kind: 'test', field: 'isReply', header: '', operator: 'isFalse', values: [] }), a: again, b: again }, ['s -> c', 'c.yes -> a', 'a -> b'])).toMatchObject({ a: 'do', b: 'do' })
  })
})
