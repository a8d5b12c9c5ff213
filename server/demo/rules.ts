import { RuleGraph } from '../../rules/graph'

/** The demo company's three starter rules. Made like any rule and published through the API, so that a starter that no longer compiles fails the first start's test. */

export interface StarterRule {
  readonly name: string
  readonly account: 'support' | 'sales'
  readonly graph: RuleGraph
}

const X = 0
const ROW = 120

type Test = { readonly field: string; readonly operator: string; readonly values?: readonly string[] }

const group = (mode: 'all' | 'any' | 'none', items: readonly unknown[]) => ({ kind: 'group', mode, items })
const test = ({ field, operator, values = [] }: Test) => ({ kind: 'test', field, header: '', operator, values })
const subjectHas = (...words: string[]) => test({ field: 'subject', operator: 'contains', values: words })

/** A straight rule: each node follows the one before, conditions by their yes port. */
function chain(nodes: readonly { readonly id: string; readonly type: string; readonly name?: string; readonly config: unknown; readonly port?: string }[]): RuleGraph {
  return RuleGraph.parse({
    version: 1,
    nodes: nodes.map(({ id, type, name = '', config }, index) => ({ id, type, name, config, position: { x: X, y: index * ROW } })),
    edges: nodes.slice(1).map(({ id }, index) => ({ id: `to-${id}`, from: nodes[index]?.id, port: nodes[index]?.port ?? 'next', to: id })),
  })
}

export function starterRules({ ownerId, invoicesId }: { readonly ownerId: string; readonly invoicesId: string }): StarterRule[] {
  return [
    {
      name: 'Invoice filing',
      account: 'support',
      graph: chain([
        { id: 'start', type: 'mail.arrived', config: {} },
        { id: 'is-invoice', type: 'condition', name: 'An invoice?', port: 'yes', config: { conditions: group('all', [subjectHas('invoice', 'Rechnung', 'Factura', 'Facture', 'Factuur', 'Fatura', 'Faktura'), test({ field: 'hasAttachment', operator: 'isTrue' })]) } },
        { id: 'tag-finance', type: 'tag.add', config: { tag: 'Finance' } },
        { id: 'file', type: 'mailbox.move', config: { mailboxRef: invoicesId } },
      ]),
    },
    {
      name: 'Support intake',
      account: 'support',
      graph: chain([
        { id: 'start', type: 'mail.arrived', config: {} },
        {
          id: 'is-trouble',
          type: 'condition',
          name: 'Late or damaged?',
          port: 'yes',
          config: {
            conditions: group('all', [
              subjectHas('late', 'damage', 'überfällig', 'beschädigt', 'no ha llegado', 'daños', 'retard', 'abîmés', 'te laat', 'schade', 'atrasado', 'danificada', 'gecikti', 'hasarlı', 'spóźniona', 'uszkodzenie'),
              group('none', [test({ field: 'isAutomatic', operator: 'isTrue' }), test({ field: 'isReply', operator: 'isTrue' })]),
            ]),
          },
        },
        { id: 'ticket', type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
        { id: 'star', type: 'message.star', config: { starred: true } },
        { id: 'acknowledge', type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'Hello {{ sender.firstName | default: "there" }},\n\nwe have your message and are looking into it. You will hear from us today.\n\nBrindlewick Support' } },
        { id: 'wait', type: 'wait.reply', name: 'Wait for our reply', port: 'elapsed', config: { seconds: 14_400, listensTo: 'answered' } },
        { id: 'remind', type: 'user.notify', config: { userRef: ownerId, text: 'No answer yet: {{ subject }}' } },
      ]),
    },
    {
      name: 'Quote intake',
      account: 'sales',
      graph: chain([
        { id: 'start', type: 'mail.arrived', config: {} },
        { id: 'is-quote', type: 'condition', name: 'Asks for a quote?', port: 'yes', config: { conditions: group('all', [subjectHas('quote', 'Anfrage', 'Presupuesto', 'devis', 'Offerte', 'cotação', 'teklifi', 'wycenę')]) } },
        { id: 'lead', type: 'record.create', config: { recordType: 'lead', title: '{{ subject }}', reuseOfThread: true } },
        { id: 'tag-quote', type: 'tag.add', config: { tag: 'Quote' } },
        { id: 'tell', type: 'user.notify', config: { userRef: ownerId, text: 'New lead from {{ sender.name | default: sender.address }}: {{ subject }}' } },
      ]),
    },
  ]
}
