// An office whose people work through the API: one workspace, one person with a token, one account with mailboxes.

import type { Tx } from '../../db/client'
import { bearer, callAs, openApi, personIn, tokenOf, type Person, type TestApi } from './api'
import { RuleGraph } from '../../rules/graph'
import { accountWith, type Office } from './fixtures'

export interface OfficeApi extends Pick<Office, 'workspaceId' | 'userId' | 'accountId' | 'mailboxes'> {
  readonly api: TestApi
  readonly person: Person
  /** Every procedure, called as the person. */
  readonly call: Awaited<ReturnType<typeof callAs>>
  /** One transaction in the workspace. */
  ask<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openOfficeApi(): Promise<OfficeApi> {
  const api = await openApi()
  return { ...(await officeIn(api)), close: () => api.close() }
}

/** Another workspace on the same database. */
export async function officeIn(api: TestApi): Promise<Omit<OfficeApi, 'close'>> {
  const person = await personIn(api)
  const { workspaceId, userId } = person
  const place = await api.database.inWorkspace(workspaceId, (tx) => accountWith(tx, workspaceId, `support-${userId.slice(-6)}@northwind.example`))
  const call = await callAs(api, bearer(await tokenOf(api, person)))
  return { api, person, call, workspaceId, userId, ...place, ask: (work) => api.database.inWorkspace(workspaceId, work) }
}

/** “When a mail arrives, if the subject contains invoice and the sender's domain is example.com, then tag Finance, move to Invoices, create a ticket.” */
export function invoiceGraph(invoicesId: string): RuleGraph {
  return RuleGraph.parse({
    version: 1,
    nodes: [
      { id: 'start', type: 'mail.arrived', config: {} },
      {
        id: 'if',
        type: 'condition',
        name: 'An invoice?',
        config: {
          conditions: {
            kind: 'group',
            mode: 'all',
            items: [
              { kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['invoice'] },
              { kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: ['example.com'] },
            ],
          },
        },
      },
      { id: 'tag', type: 'tag.add', config: { tag: 'Finance' } },
      { id: 'move', type: 'mailbox.move', config: { mailboxRef: invoicesId } },
      { id: 'ticket', type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
    ],
    edges: [
      { id: 'e1', from: 'start', port: 'next', to: 'if' },
      { id: 'e2', from: 'if', port: 'yes', to: 'tag' },
      { id: 'e3', from: 'tag', port: 'next', to: 'move' },
      { id: 'e4', from: 'move', port: 'next', to: 'ticket' },
    ],
  })
}
