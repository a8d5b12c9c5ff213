import { describe, expect, test } from 'vitest'
import { blankFacts } from '../../rules/blank-facts'
import { compile } from '../../rules/compile'
import type { Plan } from '../../rules/rule-plan'
import type { World } from '../../rules/effects'
import { FIELD_IDS, fieldOf } from '../../rules/fields'
import type { MessageFacts } from '../../rules/facts'
import type { RuleGraph } from '../../rules/graph'
import { leadingNeeds, NEEDED, walkNeeds, type Part } from '../../rules/needs'
import { hindsight } from '../../rules/what-if'
import { Tally } from '../../rules/what-if-tally'
import { graphOf, whenSubject } from '../support/rules'

const SURROUNDINGS = { timeZone: 'Europe/Berlin', calendars: {}, lists: {} }
const WORLD: World = { tags: [], flags: [], mailboxRef: 'inbox', mailboxNames: { inbox: 'INBOX' }, userNames: {}, openRecords: [], suppression: null }

function planOf(graph: RuleGraph): Plan {
  const compiled = compile(graph, { accountRef: 'a', mailboxes: {}, users: {}, calendars: {}, hooks: {}, lists: {} })
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
  return compiled.plan
}

function mail(messageRef: string, more: Partial<MessageFacts> = {}): MessageFacts {
  return { ...blankFacts('a', ['us@northwind.example']), messageRef, threadRef: `t-${messageRef}`, from: { name: 'Ann', address: 'ann@hurt.example' }, subject: 'Hello', receivedAt: '2026-11-20T10:00:00.000Z', ...more }
}

/** Folds the mails in this order, as the search does. */
function counted(graph: RuleGraph, mails: readonly MessageFacts[], live: RuleGraph | null = null) {
  const after = hindsight(planOf(graph), SURROUNDINGS)
  const before = live === null ? null : hindsight(planOf(live), SURROUNDINGS)
  const tally = new Tally(after, 'Europe/Berlin', before !== null)
  for (const facts of mails) {
    const sight = after.sight(facts)
    tally.look(facts, sight)
    const course = (side: typeof before) => (side?.sight(facts) === 'hit' ? side.course(facts, WORLD) : null)
    const [mine, theirs] = [course(after), course(before)]
    if (mine !== null || theirs !== null) tally.take(facts, mine, theirs)
  }
  return { ...tally.counts(), found: tally.found }
}

const tagging = (tag: string, word: string, more: Partial<RuleGraph> = {}): RuleGraph => ({ ...graphOf({ if: whenSubject(word), tag: { type: 'tag.add', config: { tag } } }, [['start', 'if'], ['if:yes', 'tag']]), ...more })

describe('what a rule would have done', () => {
  test('is counted in runs where it acts once in a conversation, for the earliest mail, whichever was seen first', () => {
    const [first, second, alone] = [mail('1', { threadRef: 't', receivedAt: '2026-11-18T10:00:00.000Z' }), mail('2', { threadRef: 't', receivedAt: '2026-11-19T10:00:00.000Z' }), mail('3')]
    for (const mails of [[first, second, alone], [alone, second, first]]) {
      const { matched, runs, edges, effects, found } = counted(tagging('A', 'hello', { scope: 'thread' }), mails)
      expect({ matched, runs, edges, would: effects[0]?.would }).toEqual({ matched: 3, runs: 2, edges: [2, 2], would: 2 })
      expect(found.filter(({ again }) => again).map(({ messageRef }) => messageRef)).toEqual(['2'])
    }
  })

  test('once in an hour is once in each hour of arrival', () => {
    const at = (time: string) => mail(time, { receivedAt: `2026-11-20T${time}:00.000Z` })
    const { matched, runs } = counted(tagging('A', 'hello', { scope: 'interval', interval: { seconds: 3_600, per: 'sender' } }), [at('10:50'), at('10:10'), at('09:59')])
    expect([matched, runs]).toEqual([3, 2])
  })

  test('outside the dates of the rule is counted apart, by the clock of the mail’s arrival', () => {
    const november = { window: { from: '2026-11-01', until: '2026-11-30' } }
    const { matched, outsideDates, looked } = counted(tagging('A', 'hello', november), [mail('1'), mail('2', { receivedAt: '2026-10-31T22:30:00.000Z' }), mail('3', { receivedAt: '2026-10-31T23:30:00.000Z' }), mail('4', { subject: 'Other' })])
    expect([looked, matched, outsideDates]).toEqual([4, 2, 1])
  })

  test('days begin at midnight of the rule’s zone', () => {
    const { days } = counted(tagging('A', 'hello'), [mail('1', { receivedAt: '2026-11-20T22:59:59.000Z' }), mail('2', { receivedAt: '2026-11-20T23:00:00.000Z' }), mail('3', { receivedAt: '2026-11-20T22:00:00.000Z', subject: 'Other' })])
    expect(days).toEqual([{ day: '2026-11-20', looked: 2, matched: 1 }, { day: '2026-11-21', looked: 1, matched: 1 }])
  })

  test('differs where one version matches, where the other does, and where both do but not the same', () => {
    const live = tagging('Old', 'hello')
    const draft = graphOf(
      { if: { type: 'condition', config: { conditions: { kind: 'group', mode: 'any', items: [{ kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['you', 'new'] }] } } }, tag: { type: 'tag.add', config: { tag: 'Old' } }, more: { type: 'condition', config: whenSubject('you').config }, star: { type: 'message.star', config: { starred: true } } },
      [['start', 'if'], ['if:yes', 'tag'], ['tag', 'more'], ['more:yes', 'star']],
    )
    const { difference, found } = counted(draft, [mail('same', { subject: 'hello new' }), mail('other', { subject: 'hello you' }), mail('gained', { subject: 'new' }), mail('lost', { subject: 'hello' }), mail('neither', { subject: 'x' })], live)
    expect(difference).toEqual({ gained: 1, lost: 1, changed: 1 })
    expect(Object.fromEntries(found.map((one) => [one.messageRef, one.difference]))).toEqual({ same: 'same', other: 'changed', gained: 'gained', lost: 'lost' })
  })

  test('an effect that finds everything in place is counted as such, and dropping it is a difference all the same', () => {
    const both = graphOf({ tag: { type: 'tag.add', config: { tag: 'A' } }, star: { type: 'message.star', config: { starred: false } } }, [['start', 'tag'], ['tag', 'star']])
    const one = graphOf({ tag: { type: 'tag.add', config: { tag: 'A' } } }, [['start', 'tag']])
    const { effects, difference } = counted(one, [mail('1')], both)
    expect(effects).toEqual([{ step: 'tag', kind: 'tag.add', would: 1, noChange: 0, skipped: 0, fails: 0 }])
    expect(difference).toEqual({ gained: 0, lost: 0, changed: 1 })
    expect(counted(both, [mail('1')]).effects).toContainEqual({ step: 'star', kind: 'message.star', would: 0, noChange: 1, skipped: 0, fails: 0 })
  })
})

/** A mail with something in every part. */
const FULL: MessageFacts = {
  ...mail('full'), headers: { 'list-id': ['x'], 'delivered-to': ['us@northwind.example'], 'authentication-results': ['mx; spf=pass; dkim=pass; dmarc=pass'] }, text: 'Guten Tag, anbei finden Sie die Rechnung für den Monat November.',
  mailboxRef: 'inbox', mailboxName: 'INBOX', flags: ['\\Seen', '\\Flagged', '\\Answered', 'later'], tags: ['A'], threadMessageCount: 3, isReply: true, isAnswered: true, threadLastInboundAt: '2026-11-19T10:00:00.000Z', threadLastOutboundAt: '2026-11-21T10:00:00.000Z', contactKnown: true,
  record: { ref: 'r', type: 'ticket', number: 7, stage: 'open', title: 'T', assigneeRef: 'u', fields: { x: 'y' } },
}
const EMPTY: Readonly<Record<Part, Partial<MessageFacts>>> = {
  headers: { headers: {} }, text: { text: null }, place: { mailboxRef: null, mailboxName: null, flags: [] }, tags: { tags: [] }, contact: { contactKnown: false }, record: { record: null },
  talk: { threadMessageCount: 1, isReply: false, isAnswered: false, threadLastInboundAt: null, threadLastOutboundAt: null },
}
const MOMENT = { now: '2026-11-20T10:00:00.000Z', timeZone: 'UTC', values: { x: 'y' }, calendars: {} }

describe('what must be read of a mail', () => {
  const nameFor = (names: string | undefined) => (names === 'header' ? 'list-id' : names === 'keyword' ? 'later' : 'x')

  test.each(FIELD_IDS)('the field %s is the same when only its parts were read, and another where one is missing', (id) => {
    const field = fieldOf(id)
    const read = (facts: MessageFacts) => field.read(facts, nameFor(field.names), MOMENT)
    const without = (parts: readonly Part[]) => parts.reduce<MessageFacts>((facts, part) => ({ ...facts, ...EMPTY[part] }), FULL)
    const parts: readonly Part[] = ['headers', 'text', 'place', 'tags', 'talk', 'contact', 'record']
    expect(read(without(parts.filter((part) => !NEEDED[id].includes(part))))).toEqual(read(FULL))
    if (NEEDED[id].length > 0) expect(read(without(NEEDED[id]))).not.toEqual(read(FULL))
  })

  test('to match is what leading conditions ask, to walk also what later ones ask', () => {
    const text = { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'text', header: '', operator: 'contains', values: ['x'] }] } } }
    const plan = planOf(graphOf({ if: whenSubject('a'), tag: { type: 'tag.add', config: { tag: 'A' } }, later: text, more: { type: 'tag.add', config: { tag: 'B' } } }, [['start', 'if'], ['if:yes', 'tag'], ['tag', 'later'], ['later:yes', 'more']]))
    const nothing = { headers: false, text: false, place: false, tags: false, talk: false, contact: false, record: false }
    expect(leadingNeeds([plan])).toEqual(nothing)
    expect(walkNeeds([plan])).toEqual({ ...nothing, text: true, place: true, tags: true, record: true })
  })
})
