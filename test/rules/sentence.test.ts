import { describe, expect, test } from 'vitest'
import { deciding, explainStep, whyNot } from '../../rules/explain'
import { dryRun } from '../../rules/dry-run'
import { RuleGraph } from '../../rules/graph'
import { match } from '../../rules/match'
import { englishByKey, englishSay } from '../../rules/phrases'
import { PROBLEMS } from '../../rules/problem'
import { sentenceOf } from '../../rules/rule-sentence'
import { speak, toEnglish, toText } from '../../rules/sentence'
import type { Language } from '../../rules/sentence'
import { checking, draw, mail, moving, planOf, replying, START, STOP, subjectContains, tagging, ticket, waiting, world } from '../support/drawn-rules'

const NAMES = { mailbox: { invoices: 'Invoices', archive: 'Archive' }, user: {}, account: { 'account-1': 'support@northwind.example' } }
const english = (graph: RuleGraph) => toEnglish(sentenceOf(graph, 'account-1'), NAMES)
const invoice = checking(subjectContains('invoice'), { kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: ['example.com'] })
const acceptance = draw({ s: START, c: invoice, a: tagging('Finance'), b: moving('invoices'), d: ticket(), e: replying() }, ['s -> c', 'c.yes -> a', 'a -> b', 'b -> d', 'd -> e'])

describe('a rule reads aloud as one paragraph', () => {
  test.each([
    [acceptance, 'When a mail arrives in support@northwind.example, if the subject contains “invoice” and the sender’s domain is “example.com”, then tag it Finance, move it to Invoices, create a ticket, and send an automatic reply.'],
    [draw({ s: START, a: tagging('x') }, ['s -> a']), 'When a mail arrives in support@northwind.example, tag it x.'],
    [draw({ s: START }, []), 'When a mail arrives in support@northwind.example, nothing happens yet.'],
    [draw({}, []), 'The rule is empty. Add what sets it off.'],
    [
      draw({ s: START, c: checking(subjectContains('a', 'b')), y: tagging('y'), n: tagging('n') }, ['s -> c', 'c.yes -> y', 'c.no -> n']),
      'When a mail arrives in support@northwind.example, if the subject contains “a” or “b”, then tag it y; otherwise tag it n.',
    ],
    [
      draw({ s: START, c: checking(subjectContains('a')), d: checking(subjectContains('b')), y: tagging('y'), n: tagging('n') }, ['s -> c', 'c.yes -> d', 'd.yes -> y', 'c.no -> n']),
      'When a mail arrives in support@northwind.example, if the subject contains “a”, then (if the subject contains “b”, then tag it y); otherwise tag it n.',
    ],
    [
      draw({ s: START, w: waiting('answered', 14_400), y: STOP, n: tagging('late') }, ['s -> w', 'w.replied -> y', 'w.elapsed -> n']),
      'When a mail arrives in support@northwind.example, wait up to 4 hours for one of us to answer; if that happens, stop here; if not, tag it late.',
    ],
    [draw({ s: START, w: waiting('nothing', 604_800), n: tagging('old') }, ['s -> w', 'w.elapsed -> n']), 'When a mail arrives in support@northwind.example, wait 1 week, then tag it old.'],
    [
      draw({ s: START, a: tagging('a', { name: 'First' }), b: tagging('b'), c: tagging('c') }, ['s -> a', 's -> b', 'a -> c', 'b -> c']),
      'When a mail arrives in support@northwind.example, tag it a, tag it c, tag it b, and go on with “Tag”.',
    ],
    [draw({ s: START, a: moving('', {}), b: tagging('b', { enabled: false }) }, ['s -> a', 'a -> b']), 'When a mail arrives in support@northwind.example, Move to folder (not finished) and (tag it b, switched off).'],
    [draw({ s: START, a: moving('archive', { onError: 'error' }), b: tagging('b') }, ['s -> a', 'a.error -> b']), 'When a mail arrives in support@northwind.example, move it to Archive (if that fails, tag it b).'],
  ])('%#', (graph, sentence) => {
    expect(english(graph)).toBe(sentence)
  })
  test('groups inside groups are bracketed', () => {
    const inner = { kind: 'group', mode: 'any', items: [subjectContains('b'), subjectContains('c')] } as const
    const none = { kind: 'group', mode: 'none', items: [{ kind: 'test', field: 'isReply', header: '', operator: 'isTrue', values: [] }] } as const
    const graph = draw({ s: START, c: checking(subjectContains('a'), inner, none), x: tagging('x') }, ['s -> c', 'c.yes -> x'])
    expect(english(graph)).toContain('if the subject contains “a”, (the subject contains “b” or the subject contains “c”), and it is not a reply, then tag it x')
  })
})

test('every stretch of the sentence names its node, and values are told from wording', () => {
  const parts = speak(sentenceOf(acceptance, 'account-1'), { locale: 'en', say: englishSay }, NAMES)
  expect(parts.find(({ text }) => text === 'Finance')).toMatchObject({ node: 'a', value: { ref: 'tag', id: 'Finance' } })
  expect(parts.find(({ text }) => text === 'invoice')).toMatchObject({ node: 'c' })
  expect(parts.find(({ text }) => text.includes('create a ticket'))).toMatchObject({ node: 'd' })
})

test('another language orders and inflects as it likes', () => {
  const german: Readonly<Record<string, string>> = {
    'rule.wholeIn': 'Sobald in {account} {trigger}, gilt: {then}.',
    'rule.if': 'wenn {condition}, dann {yes}',
    'rule.quoted': '„{value}“',
    'node.mail.arrived.sentence': 'eine Mail eintrifft',
    'node.tag.add.sentence': 'sie mit {tag} kennzeichnen',
    'node.mailbox.move.sentence': 'sie nach {mailbox} verschieben',
    'condition.field.subject': 'der Betreff',
    'condition.operator.contains': '{field} {values} enthält',
  }
  const language: Language = { locale: 'de', say: (key, values) => (german[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '') }
  const graph = draw({ s: START, c: checking(subjectContains('Rechnung')), a: tagging('Finanzen'), b: moving('invoices') }, ['s -> c', 'c.yes -> a', 'a -> b'])
  expect(toText(sentenceOf(graph, 'account-1'), language, NAMES)).toBe(
    'Sobald in support@northwind.example eine Mail eintrifft, gilt: wenn der Betreff „Rechnung“ enthält, dann sie mit Finanzen kennzeichnen und sie nach Invoices verschieben.',
  )
})

test('a value that looks like wording stays a value', () => {
  const graph = draw({ s: START, a: tagging('{then} $& constructor') }, ['s -> a'])
  expect(english(graph)).toContain('tag it {then} $& constructor.')
  expect(toEnglish([{ phrase: 'node.mailbox.move.sentence', values: { mailbox: { ref: 'mailbox', id: 'constructor' } } }])).toBe('move it to constructor')
})

test('the English catalogue has a phrase for every problem', () => {
  for (const code of Object.keys(PROBLEMS)) expect(englishByKey()[`problem.${code}`]).toBeDefined()
})

test('no dry run says a key instead of words', () => {
  const everything = draw(
    { s: START, a: tagging('x'), b: tagging('x'), m: moving('invoices'), n: moving('invoices'), r: ticket(), q: ticket(), e: replying(), f: replying(), st: { type: 'message.star', config: { starred: true } }, u: { type: 'user.notify', config: { userRef: 'ada', text: 'hi' } } },
    ['s -> a', 'a -> b', 'b -> m', 'm -> n', 'n -> r', 'r -> q', 'q -> e', 'e -> f', 'f -> st', 'st -> u'],
  )
  const plan = planOf(everything)
  const saidIn = (state: Parameters<typeof world>[0]) => dryRun(plan, mail(), world(state)).steps.flatMap(({ would }) => (would ?? []).map(({ prediction }) => toEnglish(prediction.describe, { ...NAMES, user: { ada: 'Ada' } })))
  expect(saidIn({ suppression: 'already answered' })).toContain('send no reply, because it was answered already')
  expect(saidIn({})).toEqual([
    'add the tag x',
    'the tag x is there already',
    'move it to Invoices',
    'it is in Invoices already',
    'create a ticket “Invoice 7”',
    'reuse the ticket made just before',
    'reply to ada@example.com: “Re: Invoice 7”',
    'reply to ada@example.com: “Re: Invoice 7”',
    'star it',
    'notify Ada: “hi”',
  ])
})

describe('why a rule did nothing', () => {
  const plan = planOf(acceptance)
  const miss = match(plan, { type: 'mail arrived', facts: mail({ subject: 'Lunch?' }), accountRef: 'account-1' })
  test('is said with what the rule asked and what the mail had', () => {
    const why = whyNot(plan, miss)
    expect(why?.reasons.map((reason) => toEnglish(reason))).toEqual(['the subject contains “invoice”: the mail has “Lunch?”.'])
    expect(toEnglish(why?.asked ?? [])).toBe('It asks that the subject contains “invoice” and the sender’s domain is “example.com”.')
  })
  test('a hit needs no reason', () => {
    expect(whyNot(plan, match(plan, { type: 'mail arrived', facts: mail(), accountRef: 'account-1' }))).toBeNull()
  })
  test('an absent value is said to be absent', () => {
    const plan = planOf(draw({ s: START, c: checking({ kind: 'test', field: 'header', header: 'X-Team', operator: 'is', values: ['a'] }), x: tagging('x') }, ['s -> c', 'c.yes -> x']))
    const why = whyNot(plan, match(plan, { type: 'mail arrived', facts: mail(), accountRef: 'account-1' }))
    expect(toEnglish(why?.reasons[0] ?? [])).toBe('the header “X-Team” is “a”: the mail has none.')
  })
  test('only the tests that decided are named', () => {
    const because = [
      { path: [], kind: 'group', mode: 'all', actual: null, verdict: false },
      { path: [0], kind: 'test', field: 'subject', operator: 'is', expected: ['a'], actual: ['a'], verdict: true },
      { path: [1], kind: 'group', mode: 'none', actual: null, verdict: false },
      { path: [1, 0], kind: 'test', field: 'subject', operator: 'is', expected: ['b'], actual: ['a'], verdict: false },
      { path: [1, 1], kind: 'test', field: 'subject', operator: 'contains', expected: ['a'], actual: ['a'], verdict: true },
    ] as const
    expect(deciding(because)).toEqual([because[4]])
  })
})

test.each([
  [{ state: 'done', port: 'next' }, 'a', 'done'],
  [{ state: 'done', port: 'yes' }, 'c', 'took “Yes”'],
  [{ state: 'skipped', reason: 'not on the path taken' }, 'a', 'skipped: not on the path taken'],
  [{ state: 'skipped', reason: 'suppressed', detail: 'own address' }, 'e', 'skipped: it came from an address of your own'],
  [{ state: 'failed', reason: 'mailboxGone' }, 'b', 'failed: The folder does not exist any more. Choose another.'],
  [{ state: 'uncertain', reason: 'answerLost' }, 'e', 'may have happened: answerLost'],
  [{ state: 'retrying' }, 'e', 'trying again'],
  [{ state: 'done', port: 'next' }, 'of another version', 'done'],
] as const)('a step that is %j is said to be so', (facts, step, words) => {
  expect(toEnglish(explainStep(planOf(acceptance), step, facts).result)).toBe(words)
})

test('an id that every object has is refused where graphs are read', () => {
  const node = { ...acceptance.nodes[0], id: 'constructor' }
  expect(RuleGraph.safeParse({ ...acceptance, nodes: [node], edges: [] }).success).toBe(false)
})

test('nobody reads an id: a name that is not there yet is left open', () => {
  const sentence = [{ phrase: 'node.mailbox.move.sentence', values: { mailbox: { ref: 'mailbox', id: '01a1fce0-b4ab-73c7-93a2-7b6fa47f0296' } } }] as const
  expect(toEnglish(sentence)).toBe('move it to …')
})

test('what is still to be chosen is said to be so, and ends no sentence with four dots', () => {
  const sentence = [{ phrase: 'node.mailbox.move.sentence', values: { mailbox: { ref: 'mailbox', id: '' } } }] as const
  expect(toEnglish(sentence)).toBe('move it to (not chosen yet)')
})
