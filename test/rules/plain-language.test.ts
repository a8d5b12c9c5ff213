import { describe, expect, test } from 'vitest'
import { messagesOf } from '../../app/messages/catalogue'
import type { ConditionItem } from '../../rules/condition-tree'
import type { FieldId } from '../../rules/fields'
import type { RuleGraph } from '../../rules/graph'
import { NODE_TYPES } from '../../rules/nodes/index'
import type { OperatorId } from '../../rules/operators'
import { sentenceOf, sentenceOfNode } from '../../rules/rule-sentence'
import { ENGLISH, toText, type Language } from '../../rules/sentence'
import { checking, draw, moving, replying, START, tagging, ticket, waiting } from '../support/drawn-rules'

/** Whole rules as people would say them, in English and in German, written by hand. */

const NAMES = { mailbox: { invoices: 'Invoices', archive: 'Archive' }, user: { ada: 'Ada', ben: 'Ben' }, account: { 'account-1': 'Support' }, calendar: { office: 'Office hours' }, list: { vips: 'VIPs' }, hook: { shop: 'Shop' } }
const { phrases } = await messagesOf('de')
const GERMAN: Language = { locale: 'de', say: (key, values) => (phrases[key.replaceAll('.', '/')] ?? key).replace(/\{(\w+)(?:, number)?\}/g, (whole, name: string) => values[name] ?? whole) }

const is = (field: FieldId, operator: OperatorId, ...values: string[]): ConditionItem => ({ kind: 'test', field, header: '', operator, values })
const told = (userRef: string) => ({ type: 'user.notify', configVersion: 2, config: { userRef, by: 'app', text: 'x' } })
const WAYS = (mode: 'first' | 'all') => ({
  type: 'router',
  config: { mode, branches: [{ id: 'a', name: 'Bills', conditions: { kind: 'group', mode: 'all', items: [is('subject', 'contains', 'invoice')] } }, { id: 'b', name: 'Orders', conditions: { kind: 'group', mode: 'all', items: [is('subject', 'contains', 'order')] } }] },
})
const APPROVAL = { type: 'wait.approval', config: { approvers: ['ada'], agreement: 'any', atLeast: 1, question: 'Pay?', seconds: 172_800, remindSeconds: 0, escalateSeconds: 0, escalateTo: [] } }

test.each<[string, RuleGraph, string, string]>([
  [
    'filing', draw({ s: START, c: checking(is('subject', 'contains', 'invoice'), is('hasAttachment', 'isTrue')), a: tagging('Finance'), m: moving('invoices') }, ['s -> c', 'c.yes -> a', 'a -> m']),
    'When a mail arrives in Support, if the subject contains “invoice” and it has an attachment, then tag it Finance and move it to Invoices.',
    'Wenn in Support eine Mail eintrifft, falls gilt: der Betreff enthält „invoice“ und sie hat einen Anhang, dann gib ihr das Schlagwort Finance und verschiebe sie nach Invoices.',
  ],
  [
    'an answer in its time', { ...draw({ s: START, a: replying({ window: { weekdays: [6, 7] } }) }, ['s -> a']), scope: 'thread' },
    'When a mail arrives in Support, send an automatic reply (only on Saturday and Sunday). It acts once per thread.',
    'Wenn in Support eine Mail eintrifft, sende eine automatische Antwort (nur am Samstag und Sonntag). Sie handelt einmal je Gespräch.',
  ],
  [
    'a limited answer', draw({ s: START, a: replying({ scope: 'interval', interval: { seconds: 604_800, per: 'sender' } }) }, ['s -> a']),
    'When a mail arrives in Support, send an automatic reply (once in 1 week for each sender).',
    'Wenn in Support eine Mail eintrifft, sende eine automatische Antwort (je Absender einmal in 1 Woche).',
  ],
  [
    'office hours', { ...draw({ s: START, a: told('ada') }, ['s -> a']), window: { weekdays: [1, 2, 3, 4, 5], hours: { from: '09:00', until: '17:00' } } },
    'When a mail arrives in Support, notify Ada. It acts only from Monday to Friday between 9:00 AM and 5:00 PM.',
    'Wenn in Support eine Mail eintrifft, benachrichtige Ada. Sie handelt nur von Montag bis Freitag zwischen 09:00 und 17:00 Uhr.',
  ],
  [
    'a ticket nobody answers', draw({ s: START, t: ticket(), w: waiting('answered', 14_400), a: told('ben') }, ['s -> t', 't -> w', 'w.elapsed -> a']),
    'When a mail arrives in Support, create a ticket and wait up to 4 hours for one of us to answer; if not, notify Ben.',
    'Wenn in Support eine Mail eintrifft, lege ein Ticket an und warte bis zu 4 Stunden, ob jemand von uns antwortet; wenn nicht, benachrichtige Ben.',
  ],
  [
    'the first way that fits', draw({ s: START, r: WAYS('first'), a: moving('invoices'), b: tagging('Order'), o: moving('archive') }, ['s -> r', 'r.a -> a', 'r.b -> b', 'r.otherwise -> o']),
    'When a mail arrives in Support, if the subject contains “invoice”, then move it to Invoices; otherwise if the subject contains “order”, then tag it Order; otherwise move it to Archive.',
    'Wenn in Support eine Mail eintrifft, falls gilt: der Betreff enthält „invoice“, dann verschiebe sie nach Invoices; sonst falls gilt: der Betreff enthält „order“, dann gib ihr das Schlagwort Order; sonst verschiebe sie nach Archive.',
  ],
  [
    'every way that fits', draw({ s: START, r: WAYS('all'), a: tagging('Bill'), b: tagging('Order') }, ['s -> r', 'r.a -> a', 'r.b -> b']),
    'When a mail arrives in Support, if the subject contains “invoice”, then tag it Bill and if the subject contains “order”, then tag it Order.',
    'Wenn in Support eine Mail eintrifft, falls gilt: der Betreff enthält „invoice“, dann gib ihr das Schlagwort Bill und falls gilt: der Betreff enthält „order“, dann gib ihr das Schlagwort Order.',
  ],
  [
    'somebody agrees', draw({ s: START, w: APPROVAL, a: tagging('Paid'), b: tagging('Refused') }, ['s -> w', 'w.approved -> a', 'w.rejected -> b']),
    'When a mail arrives in Support, ask Ada for approval and wait up to 2 days; if it is approved, tag it Paid; if it is rejected, tag it Refused.',
    'Wenn in Support eine Mail eintrifft, bitte Ada um Freigabe und warte bis zu 2 Tage; wenn zugestimmt wird, gib ihr das Schlagwort Paid; wenn abgelehnt wird, gib ihr das Schlagwort Refused.',
  ],
  [
    'strangers only', draw({ s: START, c: checking(is('contactKnown', 'isFalse'), { kind: 'group', mode: 'none', items: [is('isAutomatic', 'isTrue'), is('isReply', 'isTrue')] }), a: { type: 'rules.stop' } }, ['s -> c', 'c.yes -> a']),
    'When a mail arrives in Support, if the sender is not known, it was not sent by a program, and it is not a reply, then let no later rule act on the mail.',
    'Wenn in Support eine Mail eintrifft, falls gilt: der Absender ist nicht bekannt, kein Programm hat sie gesendet und sie ist keine Antwort, dann lass keine spätere Regel auf die Mail wirken.',
  ],
  [
    'after an answer', draw({ s: { type: 'mail.sent', config: { by: 'hand', actOn: 'answered' } }, a: { type: 'tag.remove', config: { tag: 'Open' } }, b: { type: 'message.archive' } }, ['s -> a', 'a -> b']),
    'When somebody answered a mail in Support, take the tag Open off and archive it.',
    'Wenn in Support jemand eine Mail beantwortet hat, nimm ihr das Schlagwort Open und archiviere sie.',
  ],
  [
    'if it fails', draw({ s: START, a: moving('archive', { onError: 'error' }), b: told('ada') }, ['s -> a', 'a.error -> b']),
    'When a mail arrives in Support, move it to Archive (if that fails, notify Ada).',
    'Wenn in Support eine Mail eintrifft, verschiebe sie nach Archive (wenn das misslingt, benachrichtige Ada).',
  ],
  [
    'a working day', draw({ s: START, w: { type: 'wait.business', config: { seconds: 28_800, calendarRef: 'office', listensTo: 'answered' } }, a: { type: 'message.star', config: { starred: true } } }, ['s -> w', 'w.elapsed -> a']),
    'When a mail arrives in Support, wait up to 8 hours of working time (Office hours) for one of us to answer; if not, star it.',
    'Wenn in Support eine Mail eintrifft, warte bis zu 8 Stunden Arbeitszeit (Office hours), ob jemand von uns antwortet; wenn nicht, gib ihr einen Stern.',
  ],
])('%s [WIZ-01]', (_, graph, english, german) => {
  expect(toText(sentenceOf(graph, 'account-1'), ENGLISH, NAMES).replaceAll('\u202f', ' ')).toBe(english)
  expect(toText(sentenceOf(graph, 'account-1'), GERMAN, NAMES)).toBe(german)
})

describe('every kind of step is said in both languages, without a key or a placeholder left over [WIZ-01]', () => {
  test.each(NODE_TYPES.map((type) => [type.type, type] as const))('%s', (_, type) => {
    for (const { config } of type.examples) {
      const [node] = draw({ n: { type: type.type, configVersion: type.configVersion, config } }, []).nodes
      if (node === undefined) throw new Error('a drawing lost its only step')
      for (const language of [ENGLISH, GERMAN]) {
        const said = toText(sentenceOfNode(node), language, NAMES)
        expect(said).not.toBe('')
        expect(said).not.toMatch(/node\.|rule\.|condition\.|undefined|NaN/)
      }
    }
  })
})

test('whatever a step does, the whole rule says it: with its limits, its times and what happens on an error', () => {
  for (const type of NODE_TYPES.filter(({ role }) => role !== 'trigger')) {
    const [example] = type.examples
    const graph = draw({ s: START, n: { type: type.type, configVersion: type.configVersion, config: example?.config ?? {} } }, ['s -> n'])
    const own = graph.nodes.find(({ id }) => id === 'n')
    if (own === undefined) throw new Error('a drawing lost its step')
    expect(toText(sentenceOf(graph, 'account-1'), ENGLISH, NAMES)).toContain(type.role === 'condition' ? '' : toText(sentenceOfNode(own), ENGLISH, NAMES))
  }
})
