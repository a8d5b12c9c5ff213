// Whole rules and mails drawn at random: every kind of step that needs no other server, joined, branching, waiting and stopping, in every order. Ways are shrunk to the first.

import fc from 'fast-check'
import { RuleGraph } from '../../rules/graph'

const WORDS = ['invoice', 'order', 'late', 'hello'] as const

/** A subject and a sender that drawn conditions sometimes meet. */
export const drawnLetter = fc.record({ subject: fc.array(fc.constantFrom(...WORDS, 'Re:', 'x'), { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')), from: fc.constantFrom('ada@example.com', 'pieter@bouw.example', 'ben@example.org') })

const comparison = fc.oneof(
  fc.record({ kind: fc.constant('test'), field: fc.constant('subject'), header: fc.constant(''), operator: fc.constantFrom('contains', 'startsWith'), values: fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant('test'), field: fc.constant('fromDomain'), header: fc.constant(''), operator: fc.constantFrom('is'), values: fc.uniqueArray(fc.constantFrom('example.com', 'bouw.example'), { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant('test'), field: fc.constant('tag'), header: fc.constant(''), operator: fc.constantFrom('contains'), values: fc.constantFrom(['A'], ['B']) }),
)
const ofRule = fc.oneof(
  fc.record({ kind: fc.constant('test'), field: fc.constant('value'), header: fc.constant('v'), operator: fc.constant('contains'), values: fc.constantFrom(['invoice'], ['one']) }),
  fc.record({ kind: fc.constant('test'), field: fc.constant('recordStage'), header: fc.constant(''), operator: fc.constant('is'), values: fc.constantFrom(['new'], ['open']) }),
  fc.record({ kind: fc.constant('test'), field: fc.constant('isStarred'), header: fc.constant(''), operator: fc.constant('isTrue'), values: fc.constant([]) }),
)
const group = fc.record({ kind: fc.constant('group'), mode: fc.constantFrom('all', 'any', 'none'), items: fc.array(fc.oneof({ weight: 3, arbitrary: comparison }, ofRule, fc.record({ kind: fc.constant('group'), mode: fc.constantFrom('all', 'any', 'none'), items: fc.array(comparison, { minLength: 1, maxLength: 2 }) })), { minLength: 1, maxLength: 3 }) })
const router = fc.record({ mode: fc.constantFrom('first', 'all'), one: group, two: group }).map(({ mode, one, two }) => ({ mode, branches: [{ id: 'one', name: 'One', conditions: one }, { id: 'two', name: 'Two', conditions: two }] }))

/** `mailboxes`: where mail may be moved; `userRef`: who may be told. */
export interface Surroundings {
  readonly mailboxes: readonly string[]
  readonly userRef: string
}

export function drawnGraph({ mailboxes, userRef }: Surroundings): fc.Arbitrary<RuleGraph> {
  const tag = fc.constantFrom('A', 'B', 'C', 'a')
  const step = fc.oneof(
    { weight: 3, arbitrary: group.map((conditions) => ({ type: 'condition', config: { conditions }, ports: ['yes', 'no'] })) },
    { weight: 3, arbitrary: tag.map((name) => ({ type: 'tag.add', config: { tag: name }, ports: ['next'] })) },
    fc.constant({ type: 'tag.remove', config: { tag: 'A' }, ports: ['next'] }),
    fc.boolean().map((starred) => ({ type: 'message.star', config: { starred }, ports: ['next'] })),
    fc.boolean().map((read) => ({ type: 'message.mark', config: { read }, ports: ['next'] })),
    fc.constantFrom(...mailboxes).map((mailboxRef) => ({ type: 'mailbox.move', config: { mailboxRef }, ports: ['next'] })),
    fc.boolean().map((reuseOfThread) => ({ type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread }, ports: ['next'] })),
    fc.constant({ type: 'user.notify', configVersion: 2, config: { userRef, by: 'app', text: '{{ subject }}' }, ports: ['next'] }),
    fc.constant({ type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' }, ports: ['next'] }),
    fc.constantFrom('nothing', 'replied').map((listensTo) => ({ type: 'wait.reply', config: { seconds: 60, listensTo }, ports: listensTo === 'nothing' ? ['elapsed'] : ['elapsed', 'replied'] })),
    router.map((config) => ({ type: 'router', config, ports: ['one', 'two', 'otherwise'] })),
    fc.constantFrom('one', '{{ subject }}').map((text) => ({ type: 'variable.set', config: { name: 'v', text }, ports: ['next'] })),
    fc.constant({ type: 'message.assign', config: { userRef }, ports: ['next'] }),
    fc.constant({ type: 'followUp.create', config: { userRef, text: 'x', due: 'after', seconds: 60, days: 1, byMail: false }, ports: ['next'] }),
    fc.boolean().map((createMissing) => ({ type: 'channel.post', config: { channel: 'Drawn', text: '{{ subject }}', createMissing }, ports: ['next'] })),
    fc.constantFrom('open', 'keep').map((stage) => ({ type: 'record.update', config: { recordType: 'ticket', stage, assignment: 'user', assigneeRef: userRef, title: '', fields: [] }, ports: ['next'] })),
    fc.constant({ type: 'record.link', config: { by: 'contact', recordType: 'any', ofContactOnly: true }, ports: ['next'] }),
    fc.constant({ type: 'wait.until', config: { at: '2026-01-01T09:00' }, ports: ['elapsed'] }),
    fc.constant({ type: 'flow.stop', config: {}, ports: [] }),
  )
  const settings = fc.record({ join: fc.constantFrom('all', 'first'), onError: fc.constantFrom('stop', 'continue'), onSkip: fc.constantFrom('continue', 'stop') })
  return fc
    .record({ steps: fc.array(fc.tuple(step, settings), { minLength: 1, maxLength: 8 }), ties: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 8, maxLength: 8 }), more: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 2 }) })
    .map(({ steps, ties, more }) => {
      const nodes = [{ id: 'n0', type: 'mail.arrived', config: {}, ports: ['next'] }, ...steps.map(([node, set], index) => ({ id: `n${index + 1}`, ...node, ...set, ...(node.ports.some((port) => port === 'next') ? {} : { onError: 'stop' }) }))]
      const way = (to: number, from: number, port: number) => {
        const before = nodes.slice(0, to).filter(({ ports }) => ports.length > 0)
        const source = before.at(-1 - (from % Math.min(before.length, 3))) ?? nodes[0]
        return source === undefined ? [] : [{ from: source.id, port: source.ports[port % source.ports.length] ?? 'next', to: `n${to}` }]
      }
      // Each step hangs on one before it, and some on several.
      const ways = [...steps.flatMap((_, index) => way(index + 1, ties[index]?.[0] ?? 0, ties[index]?.[1] ?? 0)), ...more.flatMap(([to, from, port]) => way(1 + (to % steps.length), from, port))]
      const distinct = [...new Map(ways.map((edge) => [JSON.stringify(edge), edge])).values()]
      return RuleGraph.parse({ version: 1, nodes: nodes.map(({ ports: _, ...node }) => node), edges: distinct.map((edge, index) => ({ id: `e${index}`, ...edge })) })
    })
}
