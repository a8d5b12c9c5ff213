import { readConfig } from '../node-config'
import type { Reference } from '../node-type'
import { nodeType } from '../nodes/index'
import type { FileRule, RulesFile } from './file'
import type { Here } from './here'
import { stringsIn } from './strings'

export type ReferenceKind = 'account' | Reference['kind']

/** A step that refers to something; `node` is null where the rule as a whole does. */
export interface Use {
  readonly rule: number
  readonly node: string | null
}

/** What a document refers to, as its file says it. */
export interface NamedThing {
  readonly ref: string
  readonly kind: ReferenceKind
  readonly name: string
  /** The other name it has: the address of a person or an account; null: none. */
  readonly address: string | null
  readonly role: string | null
  /** Ref of the account it belongs to. */
  readonly account: string | null
  /** The file says enough of it to make it. */
  readonly canBeMade: boolean
  /** Steps refer to it, and the file does not explain it. */
  readonly isUnexplained: boolean
  readonly usedBy: readonly Use[]
}

/** Everything that rules of a document refer to, accounts first. What is explained and not referred to is left out. */
export function namedIn({ rules, references }: RulesFile, here: Here): readonly NamedThing[] {
  const uses = usesOf(rules)
  const plain = { address: null, role: null, account: null, canBeMade: false, isUnexplained: false }
  const explained = [
    ...references.accounts.map(({ ref, address, name = address }) => ({ ...plain, ref, kind: 'account' as const, name, address })),
    ...references.mailboxes.map(({ ref, path, role = null, account = null }) => ({ ...plain, ref, kind: 'mailbox' as const, name: path, role, account })),
    ...references.users.map(({ ref, email, name = email }) => ({ ...plain, ref, kind: 'user' as const, name, address: email })),
    ...references.calendars.map(({ ref, name, timeZone, hours }) => ({ ...plain, ref, kind: 'calendar' as const, name, canBeMade: timeZone !== undefined && hours !== undefined })),
    ...references.lists.map(({ ref, name, entries }) => ({ ...plain, ref, kind: 'list' as const, name, canBeMade: entries !== undefined })),
    ...references.hooks.map(({ ref, name }) => ({ ...plain, ref, kind: 'hook' as const, name })),
    ...references.endpoints.map(({ ref, name }) => ({ ...plain, ref, kind: 'endpoint' as const, name })),
    ...references.rules.map(({ ref, name, account = null }) => ({ ...plain, ref, kind: 'rule' as const, name, account })),
  ]
  const used = explained.flatMap((thing) => (uses.has(thing.ref) ? [{ ...thing, usedBy: uses.get(thing.ref) ?? [] }] : []))
  const accounts = explained.filter(({ ref, kind }) => kind === 'account' && !uses.has(ref) && used.some(({ account }) => account === ref)).map((thing) => ({ ...thing, usedBy: [] }))
  const known = new Set([...explained.map(({ ref }) => ref), ...rules.flatMap(({ ref }) => ref ?? [])])
  return [...used.filter(({ kind }) => kind === 'account'), ...accounts, ...used.filter(({ kind }) => kind !== 'account'), ...unexplained(rules, known, here, uses)]
}

function usesOf(rules: readonly FileRule[]): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>()
  const note = (ref: string, use: Use) => {
    const list = uses.get(ref) ?? []
    list.push(use)
    uses.set(ref, list)
  }
  for (const [rule, { account, graph }] of rules.entries()) {
    if (account !== undefined) note(account, { rule, node: null })
    for (const { id, config } of graph.nodes) for (const text of new Set(stringsIn(config))) note(text, { rule, node: id })
  }
  return uses
}

/** What steps refer to that is neither explained nor an id of something that exists here: found by what stands there, `mailbox:Invoices` by `Invoices`. */
function unexplained(rules: readonly FileRule[], known: ReadonlySet<string>, here: Here, uses: ReadonlyMap<string, readonly Use[]>): readonly NamedThing[] {
  const ids = new Set([here.mailboxes, here.users, here.calendars, here.lists, here.hooks, here.endpoints, here.rules].flatMap((list) => list.map(({ id }) => id)))
  const found = new Map<string, NamedThing>()
  for (const { graph, account = null } of rules) {
    for (const node of graph.nodes) {
      for (const { kind, id } of referencesOf(node)) {
        if (known.has(id) || ids.has(id) || id === '') continue
        const name = id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : id
        found.set(id, { ref: id, kind, name, address: kind === 'user' && name.includes('@') ? name : null, role: null, account, canBeMade: false, isUnexplained: true, usedBy: uses.get(id) ?? [] })
      }
    }
  }
  return [...found.values()]
}

function referencesOf(node: FileRule['graph']['nodes'][number]): readonly Reference[] {
  const type = nodeType(node.type)
  if (type === null) return []
  const read = readConfig(type, node)
  return 'config' in read ? (type.references?.(read.config) ?? []) : []
}
