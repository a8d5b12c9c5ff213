import { fold } from '../fold'
import type { RuleGraph } from '../graph'
import { alikeness, twinOf } from './alike'
import type { FileReferences, RulesFile } from './file'
import type { Here } from './here'
import { namedIn } from './named'
import type { NamedThing, ReferenceKind } from './named'
import { graphWith } from './strings'

/** What is chosen for a ref: an id of what exists here, or one of these. */
export const LEAVE_OPEN = 'open'
export const MAKE = 'make'

export interface Fitting {
  /** Where rules go whose file names no account, or one that is not found. */
  readonly accountId: string | null
  /** What stands for a ref here, where that was chosen. */
  readonly choices: Readonly<Record<string, string>>
}

export interface FittedReference extends NamedThing {
  /** What stands for it here; null: nothing does, and the step says so until somebody chooses. */
  readonly here: { readonly id: string; readonly name: string } | null
  /** `same`: found by its name or address; `alike`: nearly; `instead`: an account that is taken where the file's is not here; `chosen`; `made`: it will be made; `open`. */
  readonly how: 'same' | 'alike' | 'instead' | 'chosen' | 'made' | 'open'
  /** Ids of what it might be, likeliest first. */
  readonly suggestions: readonly string[]
}

export interface FittedRule {
  /** As the file calls it. */
  readonly name: string
  /** A name that no rule of the account has. */
  readonly freeName: string
  /** The rule of the account that has its name. */
  readonly clash: { readonly id: string; readonly name: string } | null
  /** Ref of the account its file names; null: none. */
  readonly account: string | null
  readonly accountId: string | null
  readonly graph: RuleGraph
}

export interface Fitted {
  readonly rules: readonly FittedRule[]
  readonly references: readonly FittedReference[]
  /** Names of tags and channels that rules say and that do not exist here yet. */
  readonly newNames: { readonly tags: readonly string[]; readonly channels: readonly string[] }
}

/** A document's rules with what exists here in place of its refs. What stands for nothing stays as it is, so that nothing is lost and the compiler names it. */
export function fit(file: RulesFile, here: Here, fitting: Fitting): Fitted {
  const accounts = new Map<string, string | null>()
  const references = namedIn(file, here).map((thing) => {
    const accountId = thing.account === null || !accounts.has(thing.account) ? fitting.accountId : (accounts.get(thing.account) ?? null)
    const fitted = fitReference(thing, candidatesOf(thing.kind, here, accountId), fitting)
    if (thing.kind === 'account') accounts.set(thing.ref, fitted.here?.id ?? null)
    return fitted
  })
  const ids = new Map(references.flatMap(({ ref, here: found }) => (found === null ? [] : [[ref, found.id] as const])))
  const names = new Set<string>()
  const rules = file.rules.map(({ name, account, graph }): FittedRule => {
    const accountId = account === undefined || !accounts.has(account) ? fitting.accountId : (accounts.get(account) ?? null)
    const others = here.rules.filter((rule) => rule.accountId === accountId)
    const clash = others.find((other) => fold(other.name) === fold(name)) ?? null
    const freeName = free(name, (wanted) => names.has(`${accountId ?? ''} ${fold(wanted)}`) || others.some((other) => fold(other.name) === fold(wanted)))
    names.add(`${accountId ?? ''} ${fold(freeName)}`)
    return { name, freeName, account: account ?? null, accountId, clash: clash === null ? null : { id: clash.id, name: clash.name }, graph: graphWith(graph, ids) }
  })
  return { rules, references, newNames: { tags: missing(file.references.tags, here.tags), channels: missing(file.references.channels, here.channels) } }
}

/** Something that exists here and may stand for a ref. */
interface Candidate {
  readonly id: string
  readonly name: string
  readonly address?: string
  readonly mailbox?: Here['mailboxes'][number]
}

function candidatesOf(kind: ReferenceKind, here: Here, accountId: string | null): readonly Candidate[] {
  switch (kind) {
    case 'account':
      return here.accounts
    case 'mailbox':
      return here.mailboxes.filter((box) => box.accountId === accountId).map((mailbox) => ({ id: mailbox.id, name: mailbox.path, mailbox }))
    case 'user':
      return here.users.map(({ id, name, email }) => ({ id, name, address: email }))
    case 'rule':
      return here.rules.filter((rule) => rule.accountId === accountId && rule.isPublished)
    case 'calendar':
      return here.calendars
    case 'list':
      return here.lists
    case 'hook':
      return here.hooks
    case 'endpoint':
      return here.endpoints
  }
}

function fitReference(thing: NamedThing, candidates: readonly Candidate[], { accountId, choices }: Fitting): FittedReference {
  const choice = Object.hasOwn(choices, thing.ref) ? choices[thing.ref] : undefined
  const suggestions = suggestionsFor(thing, candidates)
  if (choice === LEAVE_OPEN) return { ...thing, here: null, how: 'open', suggestions }
  if (choice === MAKE && thing.canBeMade) return { ...thing, here: null, how: 'made', suggestions }
  const chosen = candidates.find(({ id }) => id === choice)
  if (chosen !== undefined) return { ...thing, here: { id: chosen.id, name: chosen.name }, how: 'chosen', suggestions }
  const found = findFor(thing, candidates)
  const instead = thing.kind === 'account' && found === null ? candidates.find(({ id }) => id === accountId) : undefined
  if (instead !== undefined) return { ...thing, here: { id: instead.id, name: instead.name }, how: 'instead', suggestions }
  if (found === null) return { ...thing, here: null, how: 'open', suggestions }
  return { ...thing, here: { id: found.id, name: found.name }, how: isSame(thing, found) ? 'same' : 'alike', suggestions }
}

function isSame({ name, address }: Pick<NamedThing, 'name' | 'address'>, candidate: Candidate): boolean {
  return address === null || candidate.address === undefined ? candidate.name === name : fold(candidate.address) === fold(address)
}

function findFor(thing: NamedThing, candidates: readonly Candidate[]): Candidate | null {
  const { kind, name, role } = thing
  if (kind === 'mailbox') {
    const boxes = candidates.flatMap(({ mailbox }) => mailbox ?? [])
    const twin = twinOf({ path: name, role }, boxes)
    return twin === null ? null : (candidates.find(({ id }) => id === twin.id) ?? null)
  }
  const same = candidates.find((one) => isSame(thing, one))
  if (same !== undefined) return same
  const named = candidates.filter((one) => fold(one.name) === fold(name))
  return named.length === 1 ? (named[0] ?? null) : null
}

const ALIKE = 0.35
const MOST_SUGGESTIONS = 3

function suggestionsFor({ name, address }: NamedThing, candidates: readonly Candidate[]): readonly string[] {
  const scored = candidates.map((one) => ({ id: one.id, score: Math.max(alikeness(one.name, name), address === null || one.address === undefined ? 0 : alikeness(localPart(one.address), localPart(address))) }))
  return scored.filter(({ score }) => score >= ALIKE).toSorted((a, b) => b.score - a.score).slice(0, MOST_SUGGESTIONS).map(({ id }) => id)
}

/** Domains are often all the same, and say nothing of who is meant. */
function localPart(address: string): string {
  return address.slice(0, Math.max(0, address.lastIndexOf('@')))
}

function free(name: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const tail = count === 1 ? '' : ` (${count})`
    const wanted = `${name.slice(0, 120 - tail.length)}${tail}`
    if (!isTaken(wanted)) return wanted
  }
}

function missing(wanted: FileReferences['tags'], there: readonly { readonly name: string }[]): readonly string[] {
  const known = new Set(there.map(({ name }) => fold(name)))
  return wanted.flatMap(({ name }) => (known.has(fold(name)) ? [] : [name]))
}
