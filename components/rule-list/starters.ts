import { RuleGraph } from '../../rules/graph'
import { NODE_HEIGHT, ROW_GAP } from '../rule-document/place'

/** Words of a starter in the reader's language; its sentences are the rule's own. */
export interface StarterWords {
  /** Words that mail of this kind has in its subject. */
  readonly subjects: readonly string[]
  readonly tag: string
  readonly reply: string
}

export const STARTERS = ['invoices', 'tickets', 'acknowledge'] as const
export type Starter = (typeof STARTERS)[number]

/** A rule to begin with: complete but for what only the reader knows, such as a folder. */
export function starterGraph(starter: Starter, { subjects, tag, reply }: StarterWords): RuleGraph {
  switch (starter) {
    case 'invoices':
      return chain([
        ['invoice', 'condition', 'yes', { conditions: all([any(subjects.map((word) => test('subject', 'contains', [word]))), test('hasAttachment', 'isTrue', [])]) }],
        ['tag', 'tag.add', 'next', { tag }],
        ['file', 'mailbox.move', 'next', { mailboxRef: '' }],
      ])
    case 'tickets':
      return chain([
        ['person', 'condition', 'yes', { conditions: { kind: 'group', mode: 'none', items: [test('isAutomatic', 'isTrue', []), test('isReply', 'isTrue', [])] } }],
        ['ticket', 'record.create', 'next', { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true }],
        ['wait', 'wait.reply', 'elapsed', { seconds: 14_400, listensTo: 'answered' }],
        ['remind', 'user.notify', 'next', { userRef: '', text: '{{ sender.name | default: sender.address }}: {{ subject }}' }],
      ])
    case 'acknowledge':
      return chain([
        ['first', 'condition', 'yes', { conditions: all([test('isReply', 'isFalse', []), test('isAutomatic', 'isFalse', [])]) }],
        ['reply', 'mail.autoReply', 'next', { subject: 'Re: {{ subject }}', text: reply }],
      ])
  }
}

type Link = readonly [id: string, type: string, port: string, config: unknown]

/** Each step behind the first way out of the one before. */
function chain(links: readonly Link[]): RuleGraph {
  const all: readonly Link[] = [['start', 'mail.arrived', 'next', {}], ...links]
  return RuleGraph.parse({
    version: 1,
    nodes: all.map(([id, type, , config], index) => ({ id, type, config, position: { x: 0, y: index * (NODE_HEIGHT + ROW_GAP) } })),
    edges: all.slice(1).map(([id], index) => ({ id: `to-${id}`, from: all[index]?.[0], port: all[index]?.[2], to: id })),
  })
}

const test = (field: string, operator: string, values: readonly string[]) => ({ kind: 'test', field, header: '', operator, values })
const all = (items: readonly unknown[]) => ({ kind: 'group', mode: 'all', items })
const any = (items: readonly unknown[]) => ({ kind: 'group', mode: 'any', items })
