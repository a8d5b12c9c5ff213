import { testsOf, treesIn } from '../condition-tree'
import type { GraphNode, RuleGraph } from '../graph'
import type { FieldHint } from '../node-type'
import { nodeType } from '../nodes/index'
import { FILE_FORMAT, FILE_VERSION, MAX_REF } from './file'
import type { FileReferences, RulesFile } from './file'
import type { Here } from './here'
import { graphWith, stringsIn } from './strings'

/** A rule as it is kept. */
export interface KeptRule {
  readonly id: string
  readonly name: string
  readonly accountId: string
  readonly graph: RuleGraph
}

/**
 * Rules as a document: every id of something that exists becomes a ref that says what it is, `mailbox:Invoices`, and the reference tells how to find its like
 * elsewhere. An id of what is gone stays as it is.
 */
export function take(rules: readonly KeptRule[], here: Here): RulesFile {
  const used = new Set(rules.flatMap(({ graph }) => graph.nodes.flatMap(({ config }) => stringsIn(config))))
  const refs = new Map<string, string>()
  const taken = new Set(used)
  const refOf = (kind: string, id: string, name: string): string => {
    const ref = refs.get(id) ?? freeRef(kind, name, taken)
    refs.set(id, ref)
    taken.add(ref)
    return ref
  }
  const these = new Map(rules.map((rule) => [rule.id, rule]))
  const isUsed = ({ id }: { readonly id: string }) => used.has(id)
  const mailboxes = here.mailboxes.filter(isUsed)
  const others = here.rules.filter((rule) => isUsed(rule) && !these.has(rule.id))
  const accountIds = new Set([...rules, ...mailboxes, ...others].map(({ accountId }) => accountId))
  const accounts = here.accounts.filter(({ id }) => accountIds.has(id)).map(({ id, name, address }) => ({ ref: refOf('account', id, address), address, name }))
  const inAccount = (id: string) => (refs.has(id) ? { account: refs.get(id) } : {})
  const references: FileReferences = {
    accounts,
    mailboxes: mailboxes.map(({ id, path, role, accountId }) => ({ ref: refOf('mailbox', id, path), path, ...(role === null ? {} : { role }), ...inAccount(accountId) })),
    users: here.users.filter(isUsed).map(({ id, name, email }) => ({ ref: refOf('user', id, email), email, name })),
    calendars: here.calendars.filter(isUsed).map(({ id, name, timeZone, hours }) => ({ ref: refOf('calendar', id, name), name, ...(timeZone === undefined || hours === undefined ? {} : { timeZone, hours }) })),
    lists: here.lists.filter(isUsed).map(({ id, name, entries }) => ({ ref: refOf('list', id, name), name, ...(entries === undefined ? {} : { entries: [...entries] }) })),
    hooks: here.hooks.filter(isUsed).map(({ id, name }) => ({ ref: refOf('hook', id, name), name })),
    endpoints: here.endpoints.filter(isUsed).map(({ id, name, style }) => ({ ref: refOf('endpoint', id, name), name, ...(style === undefined ? {} : { style }) })),
    rules: others.map(({ id, name, accountId }) => ({ ref: refOf('rule', id, name), name, ...inAccount(accountId) })),
    tags: namesIn(rules, 'tag', 'tags'),
    channels: namesIn(rules, 'channel', null),
  }
  for (const { id, name } of rules) if (used.has(id)) refOf('rule', id, name)
  return {
    format: FILE_FORMAT,
    version: FILE_VERSION,
    rules: rules.map(({ id, name, accountId, graph }) => ({ ...(used.has(id) ? { ref: refs.get(id) } : {}), name, ...inAccount(accountId), graph: graphWith(graph, refs) })),
    references,
  }
}

/** A ref that is no text of any step, so that putting the id back touches nothing else. */
function freeRef(kind: string, name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const tail = count === 1 ? '' : ` ${count}`
    const ref = `${`${kind}:${name}`.slice(0, MAX_REF - tail.length)}${tail}`
    if (!taken.has(ref)) return ref
  }
}

/** Names that steps say in fields of this control, and tests of this field. */
function namesIn(rules: readonly KeptRule[], control: FieldHint['control'], testedField: string | null): { name: string }[] {
  const nodes = rules.flatMap(({ graph }) => graph.nodes)
  const written = nodes.flatMap((node) => textsOf(node, control))
  const tested = testedField === null ? [] : nodes.flatMap(({ config }) => treesIn(config).flatMap((tree) => testsOf(tree).flatMap(({ test }) => (test.field === testedField ? test.values : []))))
  return [...new Set([...written, ...tested])].filter((name) => name.trim() !== '').toSorted().map((name) => ({ name: name.slice(0, 300) }))
}

function textsOf({ type, config }: GraphNode, control: FieldHint['control']): readonly string[] {
  const hints = Object.entries(nodeType(type)?.fields ?? {}).filter(([, hint]) => hint?.control === control)
  if (hints.length === 0 || typeof config !== 'object' || config === null) return []
  return Object.entries(config).flatMap(([key, value]: [string, unknown]) => (typeof value === 'string' && hints.some(([name]) => name === key) ? [value] : []))
}
