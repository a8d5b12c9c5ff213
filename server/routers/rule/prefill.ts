import { RuleGraph } from '../../../rules/graph'

/** The mail a rule is begun from. */
export interface ModelMail {
  readonly fromAddress: string
  readonly subject: string
}

/** Providers whose domain says nothing about who writes: there the whole address is compared. */
const SHARED_DOMAINS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'proton.me', 'protonmail.com', 'aol.com'])

/** “When a mail arrives, if it is from where this one is from, …”: a start and a condition, the rest is the person's. */
export function graphLike({ fromAddress }: ModelMail): RuleGraph {
  const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1).toLowerCase()
  const test = SHARED_DOMAINS.has(domain)
    ? { kind: 'test', field: 'from', header: '', operator: 'is', values: [fromAddress] }
    : { kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: [domain] }
  return RuleGraph.parse({
    version: 1,
    nodes: [
      { id: 'start', type: 'mail.arrived', config: {}, position: { x: 0, y: 0 } },
      { id: 'like-this', type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [test] } }, position: { x: 0, y: 120 } },
    ],
    edges: [{ id: 'e1', from: 'start', port: 'next', to: 'like-this' }],
  })
}
