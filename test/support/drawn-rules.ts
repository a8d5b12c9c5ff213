import { OFFICE_HOURS } from '../../rules/calendar'
import type { World } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Moment } from '../../rules/moment'
import { RuleGraph } from '../../rules/graph'
import { compile } from '../../rules/compile'
import type { Plan } from '../../rules/rule-plan'
import type { References } from '../../rules/check-references'
import type { ConditionItem } from '../../rules/condition-tree'
import { PLAN_VERSION } from '../../rules/plan/plan'
import type { PlanEdge, PlanSkeleton, PlanStep, StepEvent } from '../../rules/plan/plan'
import { begin, walk } from '../../rules/plan/walk'
import type { WalkState } from '../../rules/plan/walk'

/** Material for the pure tests of rules: a mail, a world, and short ways to write graphs and plans down. */

export function mail(facts: Partial<MessageFacts> = {}): MessageFacts {
  return {
    from: { name: 'Ada Lovelace', address: 'ada@example.com' },
    replyTo: [],
    to: [{ name: '', address: 'support@northwind.example' }],
    cc: [],
    subject: 'Invoice 7',
    text: 'Please pay.',
    headers: {},
    attachments: [],
    size: 1_000,
    messageId: '<7@example.com>',
    inReplyTo: [],
    references: [],
    envelopeFrom: 'ada@example.com',
    mailClass: null,
    sentAt: '2026-11-21T09:00:00.000Z',
    messageRef: 'message-1',
    accountRef: 'account-1',
    ownAddresses: ['support@northwind.example'],
    threadRef: 'thread-1',
    mailboxRef: 'inbox',
    mailboxName: 'INBOX',
    flags: [],
    tags: [],
    threadMessageCount: 1,
    isReply: false,
    receivedAt: '2026-11-21T09:00:30.000Z',
    threadLastInboundAt: null,
    threadLastOutboundAt: null,
    isAnswered: false,
    contactKnown: false,
    record: null,
    ...facts,
  }
}

/** The moment the mail arrived, in Amsterdam: Saturday the 21st of November 2026, 10:00:30 there. */
export const MOMENT: Moment = {
  now: '2026-11-21T09:00:30.000Z',
  timeZone: 'Europe/Amsterdam',
  values: {},
  calendars: { office: { ...OFFICE_HOURS, name: 'Office hours', timeZone: 'Europe/Amsterdam' } },
  lists: { vips: ['ada@example.com', 'big-customer.example'], banks: ['Example Bank', 'giro', '€€€', '銀行'] },
}

export function world(state: Partial<World> = {}): World {
  return {
    tags: [],
    flags: [],
    mailboxRef: 'inbox',
    mailboxNames: { inbox: 'INBOX', invoices: 'Invoices', archive: 'Archive' },
    userNames: { ada: 'Ada', ben: 'Ben' },
    openRecords: [],
    suppression: null,
    ...state,
  }
}

export const REFERENCES: References = {
  accountRef: 'account-1',
  mailboxes: {
    inbox: { name: 'INBOX', accountRef: 'account-1' },
    invoices: { name: 'Invoices', accountRef: 'account-1' },
    archive: { name: 'Archive', accountRef: 'account-1' },
    foreign: { name: 'Elsewhere', accountRef: 'account-2' },
  },
  users: { ada: 'Ada', ben: 'Ben' },
  calendars: { office: 'Office hours' },
  lists: { vips: 'VIPs', banks: 'Banks' },
  hooks: { shop: 'Shop' },
}

interface DrawnNode {
  readonly type: string
  readonly config?: unknown
  readonly [setting: string]: unknown
}

/** A graph from nodes by id and edges such as `start -> check` or `check.yes -> file`. */
export function draw(nodes: Readonly<Record<string, DrawnNode>>, edges: readonly string[], scope: 'message' | 'thread' = 'message'): RuleGraph {
  return RuleGraph.parse({
    version: 1,
    scope,
    nodes: Object.entries(nodes).map(([id, node]) => ({ id, ...node, config: node.config ?? {} })),
    edges: edges.map((edge, index) => ({ id: `e${index}`, ...readEdge(edge) })),
  })
}

export function planOf(graph: RuleGraph): Plan {
  const compiled = compile(graph, REFERENCES)
  if ('problems' in compiled) throw new Error(`does not compile: ${JSON.stringify(compiled.problems)}`)
  return compiled.plan
}

export const START: DrawnNode = { type: 'mail.arrived' }
export const tagging = (tag: string, settings: object = {}): DrawnNode => ({ type: 'tag.add', config: { tag }, ...settings })
export const moving = (mailboxRef: string, settings: object = {}): DrawnNode => ({ type: 'mailbox.move', config: { mailboxRef }, ...settings })
export const waiting = (listensTo: string, seconds = 3_600): DrawnNode => ({ type: 'wait.reply', config: { listensTo, seconds } })
export const STOP: DrawnNode = { type: 'flow.stop' }
export const ticket = (settings: object = {}): DrawnNode => ({ type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true }, ...settings })
export const replying = (settings: object = {}): DrawnNode => ({ type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' }, ...settings })
export const checking = (...items: readonly ConditionItem[]): DrawnNode => ({ type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items } } })
export const subjectContains = (...values: string[]): ConditionItem => ({ kind: 'test', field: 'subject', header: '', operator: 'contains', values })

/** A skeleton for the reducer alone; a step's kind is its id's first letter: t(rigger), d(ecide), b (database), o(utward), m(ail), w(ait). */
export function skeleton(steps: Readonly<Record<string, Partial<PlanStep>>>, edges: readonly string[]): PlanSkeleton {
  return { planVersion: PLAN_VERSION, steps: Object.entries(steps).map(([id, settings]) => ({ ...stepOf(id), ...settings })), edges: edges.map(readEdge) }
}

/** Feeds `start` and then each event. */
export function walked(plan: PlanSkeleton, ...events: readonly StepEvent[]): WalkState {
  const started = walk(plan, begin(plan), { type: 'start' }).state
  return events.reduce((state, event) => walk(plan, state, { type: 'step', event }).state, started)
}

/** Each step's state, with its reason where it has one: `skipped: stopped`. */
export function statesOf(state: WalkState): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(state.steps).map(([id, { state: at, reason }]) => [id, reason === undefined ? at : `${at}: ${reason}`]))
}

export const done = (step: string, port = 'next'): StepEvent => ({ step, state: 'done', port })
export const failed = (step: string): StepEvent => ({ step, state: 'failed', code: 'refused' })
export const uncertain = (step: string): StepEvent => ({ step, state: 'uncertain', code: 'answerLost' })

const WORKS = { t: 'trigger', d: 'decide', b: 'database', o: 'outward', m: 'mail', w: 'wait' } as const
const PORTS = { d: ['yes', 'no'], w: ['elapsed', 'replied'] } as const

function stepOf(id: string): PlanStep {
  const letter = (['t', 'd', 'b', 'o', 'm', 'w'] as const).find((candidate) => id.startsWith(candidate)) ?? 'b'
  const ports = letter === 'd' || letter === 'w' ? PORTS[letter] : ['next']
  return { id, work: WORKS[letter], ports, join: 'all', onError: 'stop', onSkip: 'continue' }
}

function readEdge(edge: string): PlanEdge {
  const [source = '', to = ''] = edge.split(' -> ')
  const [from = '', port = 'next'] = source.split('.')
  return { from, port, to }
}
