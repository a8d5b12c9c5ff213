import { Engine } from 'json-rules-engine'
import { readMessage } from '../../mail/read-message'
import { compile } from '../../rules/compile'
import type { ConditionTest } from '../../rules/condition-tree'
import type { MessageFacts } from '../../rules/facts'
import { prepare } from '../../rules/match'
import type { Moment } from '../../rules/moment'
import { graphOf } from '../support/rules'
import type { Benchmark } from './benchmark'
import { corpus, LISTS, SENDERS, TOPICS } from './corpus'
import { inTurn, milliseconds } from './statistics'

const MAILS = 1_500
const ROUNDS = 7
const MOMENT: Moment = { now: '2026-11-21T09:00:00.000Z', timeZone: 'UTC', values: {}, calendars: {} }
/** A general rule engine is slow enough to be measured on fewer. */
const MAILS_FOR_ENGINE = 150

/** A hundred rules over one mail, as intake runs them, against the same hundred questions written down as plain functions. */
export const matching: Benchmark = {
  name: 'matching',
  async run() {
    const mails = await factsOf(MAILS)
    const tests = hundredTests()
    const rules = tests.map(prepared)
    const closures = tests.map(closureOf)
    const oursHits = mails.map((facts) => rules.filter((rule) => rule({ type: 'mail arrived', facts, accountRef: 'bench' }, MOMENT).hit).length)
    const theirHits = mails.map((facts) => closures.filter((closure) => closure(loweredOf(facts))).length)
    if (oursHits.join() !== theirHits.join()) throw new Error('The rules and the functions they are compared with do not agree.')

    let hits = 0
    const ours = () =>
      milliseconds(() => {
        for (const facts of mails.map((mail) => ({ ...mail }))) for (const rule of rules) if (rule({ type: 'mail arrived', facts, accountRef: 'bench' }, MOMENT).hit) hits += 1
      })
    const baseline = () =>
      milliseconds(() => {
        for (const facts of mails.map((mail) => ({ ...mail }))) {
          const lowered = loweredOf(facts)
          for (const closure of closures) if (closure(lowered)) hits += 1
        }
      })
    const time = await inTurn(ROUNDS, ours, baseline)
    if (hits === 0) throw new Error('No rule ever matched: there is nothing to compare.')
    const perSecond = (taken: number) => (MAILS * 1_000) / taken
    const few = mails.slice(0, MAILS_FOR_ENGINE)
    const engine = engineOf(tests)
    const fewHits = oursHits.slice(0, MAILS_FOR_ENGINE)
    for (const [index, facts] of few.entries()) {
      if ((await engine.run(factsForEngine(facts))).events.length !== fewHits[index]) throw new Error('The rules and the general rule engine they are compared with do not agree.')
    }
    const oursOnFew = () =>
      milliseconds(() => {
        for (const facts of few.map((mail) => ({ ...mail }))) for (const rule of rules) if (rule({ type: 'mail arrived', facts, accountRef: 'bench' }, MOMENT).hit) hits += 1
      })
    const theirs = () =>
      milliseconds(async () => {
        for (const facts of few) hits += (await engine.run(factsForEngine(facts))).events.length
      })
    const beside = await inTurn(ROUNDS, oursOnFew, theirs)
    const perSecondOfFew = (taken: number) => (MAILS_FOR_ENGINE * 1_000) / taken
    const what = 'matching 100 rules, mails'
    return [
      { what, unit: '/s', ours: perSecond(time.ours), baseline: { what: 'plain closures', value: perSecond(time.baseline) }, target: { kind: 'times the baseline at most', value: 3 } },
      { what, unit: '/s', ours: perSecondOfFew(beside.ours), baseline: { what: 'json-rules-engine', value: perSecondOfFew(beside.baseline) }, target: { kind: 'times the baseline at most', value: 0.1 } },
    ]
  },
}

async function factsOf(count: number): Promise<MessageFacts[]> {
  const all: MessageFacts[] = []
  for (const { raw } of corpus(count)) {
    const { content } = await readMessage(raw, null)
    all.push({ ...content, messageRef: 'm', accountRef: 'bench', ownAddresses: [], threadRef: 't', mailboxRef: null, mailboxName: null, flags: [], tags: [], threadMessageCount: 1, isReply: content.inReplyTo.length > 0, receivedAt: content.sentAt, threadLastInboundAt: null, threadLastOutboundAt: null, isAnswered: false, contactKnown: false, record: null })
  }
  return all
}

type Question = Pick<ConditionTest, 'field' | 'header' | 'operator'> & { readonly value: string }

/** 50 ask for a sender, 20 for a word in the subject, 20 for a header, 10 for a word in the text. */
function hundredTests(): Question[] {
  const numbered = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))
  return [
    ...numbered(50, (index): Question => ({ field: 'from', header: '', operator: 'is', value: SENDERS[index * 7]?.address ?? '' })),
    ...numbered(20, (index): Question => ({ field: 'subject', header: '', operator: 'contains', value: TOPICS[index] ?? `absent${index}` })),
    ...numbered(20, (index): Question => ({ field: 'header', header: 'list-id', operator: 'contains', value: LISTS[index] ?? '' })),
    ...numbered(10, (index): Question => ({ field: 'text', header: '', operator: 'contains', value: `stagra${'abcdefghij'[index] ?? ''}` })),
  ]
}

function prepared({ field, header, operator, value }: Question): ReturnType<typeof prepare> {
  const conditions = { kind: 'group', mode: 'all', items: [{ kind: 'test', field, header, operator, values: [value] }] }
  const graph = graphOf({ if: { type: 'condition', config: { conditions } }, tag: { type: 'tag.add', config: { tag: 'Found' } } }, [['start', 'if'], ['if:yes', 'tag']])
  const compiled = compile(graph, { accountRef: 'bench', mailboxes: {}, users: {}, calendars: {}, hooks: {}, lists: {} })
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
  return prepare(compiled.plan)
}

/** What a person who writes such functions would lower once per mail. */
interface Lowered {
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly lists: readonly string[]
}

function loweredOf({ from, subject, text, headers }: MessageFacts): Lowered {
  return { from: from?.address.toLowerCase() ?? '', subject: subject.toLowerCase(), text: text?.toLowerCase() ?? '', lists: headers['list-id']?.map((value) => value.toLowerCase()) ?? [] }
}

/** The same questions for a general rule engine, asked of facts that were lowered once, as its users do. */
function engineOf(tests: readonly Question[]): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true })
  engine.addOperator<string, string>('includes', (value, wanted) => value.includes(wanted))
  engine.addOperator<readonly string[], string>('someIncludes', (values, wanted) => values.some((value) => value.includes(wanted)))
  for (const [index, { field, value }] of tests.entries()) {
    const [fact, operator] = ENGINE_FACTS[field] ?? ['lists', 'someIncludes']
    engine.addRule({ name: String(index), conditions: { all: [{ fact, operator, value }] }, event: { type: String(index) } })
  }
  return engine
}

const ENGINE_FACTS: Readonly<Partial<Record<Question['field'], readonly [fact: string, operator: string]>>> = { from: ['from', 'equal'], subject: ['subject', 'includes'], text: ['text', 'includes'] }

function factsForEngine(facts: MessageFacts): Record<string, unknown> {
  return { ...loweredOf(facts) }
}

function closureOf({ field, value }: Question): (mail: Lowered) => boolean {
  switch (field) {
    case 'from':
      return (mail) => mail.from === value
    case 'subject':
      return (mail) => mail.subject.includes(value)
    case 'text':
      return (mail) => mail.text.includes(value)
    default:
      return (mail) => mail.lists.some((list) => list.includes(value))
  }
}
