import type { Page } from '@playwright/test'
import { z } from 'zod'
import { RuleGraph } from '../../rules/graph'
import { installation } from './surroundings'

const ANSWER = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) })

/** Asks the API with the browser's own session, for what a test needs beside what it shows. */
export async function read<T>(page: Page, procedure: string, shape: z.ZodType<T>, input: unknown = {}): Promise<T> {
  const response = await page.request.get(`${installation().url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`)
  return shape.parse(ANSWER.parse(await response.json()).result.data.json)
}

/** Changes something through the API with the browser's own session. */
export async function change<T>(page: Page, procedure: string, shape: z.ZodType<T>, input: unknown): Promise<T> {
  const { url } = installation()
  const response = await page.request.post(`${url}/api/trpc/${procedure}`, { data: { json: input }, headers: { origin: url } })
  return shape.parse(ANSWER.parse(await response.json()).result.data.json)
}

/** Steps as `id, type, config, x, y` and arrows as `from:port to`, `next` when no port is named. */
export function drawing(steps: readonly (readonly [id: string, type: string, config: unknown, x: number, y: number])[], arrows: readonly string[]): RuleGraph {
  return RuleGraph.parse({
    version: 1,
    nodes: steps.map(([id, type, config, x, y]) => ({ id, type, config, position: { x, y } })),
    edges: arrows.map((arrow, index) => {
      const [source = '', to] = arrow.split(' ')
      const [from, port = 'next'] = source.split(':')
      return { id: `e${index}`, from, port, to }
    }),
  })
}

/** The condition that the subject contains a word. */
export const subjectHas = (word: string) => ({ conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'subject', header: '', operator: 'contains', values: [word] }] } })

const ID = z.object({ id: z.string() })

/** Begins a rule with this drawing, for an account of the demo company, and answers its id. */
export async function newRule(page: Page, name: string, graph: RuleGraph, account: 'Support' | 'Sales' = 'Support'): Promise<string> {
  const accounts = await read(page, 'account.list', z.array(ID.extend({ name: z.string() })))
  return (await change(page, 'rule.create', ID, { name, accountId: accounts.find((one) => one.name === account)?.id, graph })).id
}

/** What the server has of a rule's draft, written as `type=name` by place in the list and `type port type` for each connection. */
export async function draftOf(page: Page, id: string): Promise<{ readonly steps: readonly string[]; readonly wires: readonly string[]; readonly graph: RuleGraph }> {
  const { draft: graph } = await read(page, 'rule.get', z.object({ draft: RuleGraph }), { id })
  const typeOf = (step: string) => graph.nodes.find((node) => node.id === step)?.type ?? step
  return { graph, steps: graph.nodes.map(({ type, name }) => (name === '' ? type : `${type}=${name}`)), wires: graph.edges.map(({ from, port, to }) => `${typeOf(from)} ${port} ${typeOf(to)}`).toSorted() }
}
