import type { Part } from './part'
import { problem } from './problem'
import type { Problem } from './problem'

/** What exists, as far as a rule may refer to it. */
export interface References {
  readonly accountRef: string
  /** Mailboxes of the whole workspace by ref, so that one of another account can be told from one that is gone. */
  readonly mailboxes: Readonly<Record<string, { readonly name: string; readonly accountRef: string }>>
  /** Names of the active members by ref. */
  readonly users: Readonly<Record<string, string>>
  /** Names of calendars and of hooks by ref. */
  readonly calendars: Readonly<Record<string, string>>
  readonly hooks: Readonly<Record<string, string>>
  /** Names of web addresses by ref. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** The rule that is checked; absent: it was never saved. */
  readonly ruleRef?: string
  /** Published rules of the whole workspace by ref. */
  readonly rules?: Readonly<Record<string, { readonly name: string; readonly accountRef: string }>>
  /** Names of word lists by ref. */
  readonly lists: Readonly<Record<string, string>>
  /** Names of the channels; where it is not known what there is, nothing is said of it. */
  readonly channels?: readonly string[]
  /** What the mailboxes of the account are for, such as `archive`. */
  readonly roles?: readonly string[]
  /** Whether the account has a server to send through. */
  readonly canSend?: boolean
}

interface Named {
  readonly id: string
  readonly name: string
}

/** The lists that pickers show, as references. */
export interface Choices {
  readonly mailboxes: readonly (Named & { readonly accountId: string; readonly role?: string | null })[]
  readonly users: readonly Named[]
  readonly calendars: readonly Named[]
  readonly hooks: readonly Named[]
  readonly endpoints?: readonly Named[]
  readonly rules?: readonly (Named & { readonly accountId: string })[]
  readonly lists: readonly Named[]
  readonly channels?: readonly Named[]
  /** Ids of the accounts that have a server to send through. */
  readonly senders?: readonly string[]
}

/** What a rule of this account may refer to, of what pickers show; `ruleRef` is the rule itself, which may not run itself. */
export function referencesOf(accountRef: string, { mailboxes, users, calendars, hooks, endpoints = [], rules = [], lists, channels, senders }: Choices, ruleRef?: string): References {
  return {
    accountRef,
    ...(ruleRef === undefined ? {} : { ruleRef }),
    mailboxes: Object.fromEntries(mailboxes.map(({ id, name, accountId }) => [id, { name, accountRef: accountId }])),
    users: namesById(users),
    calendars: namesById(calendars),
    hooks: namesById(hooks),
    endpoints: namesById(endpoints),
    rules: Object.fromEntries(rules.map(({ id, name, accountId }) => [id, { name, accountRef: accountId }])),
    lists: namesById(lists),
    ...(channels === undefined ? {} : { channels: channels.map(({ name }) => name) }),
    roles: mailboxes.flatMap(({ accountId, role }) => (accountId === accountRef && typeof role === 'string' ? [role] : [])),
    ...(senders === undefined ? {} : { canSend: senders.includes(accountRef) }),
  }
}

/** Names by their ids. */
export function namesById(named: readonly Named[]): Readonly<Record<string, string>> {
  return Object.fromEntries(named.map(({ id, name }) => [id, name]))
}

/** Every id a config refers to must exist; a mailbox and another rule must belong to the rule's account, and no rule runs itself. */
export function checkReferences(parts: readonly Part[], references: References): readonly Problem[] {
  return parts.flatMap(({ node, type, config }) => {
    return (type.references?.(config) ?? []).flatMap(({ kind, id, field }) => {
      if (kind === 'rule') return checkRule(references, id).map((code) => problem(node.id, code, { field }))
      if (kind !== 'mailbox') return Object.hasOwn(references[LISTS[kind]] ?? {}, id) ? [] : [problem(node.id, GONE[kind], { field })]
      const mailbox = Object.hasOwn(references.mailboxes, id) ? references.mailboxes[id] : undefined
      if (mailbox === undefined) return [problem(node.id, 'mailboxGone', { field })]
      if (mailbox.accountRef !== references.accountRef) return [problem(node.id, 'mailboxOfAnotherAccount', { field, values: { mailbox: mailbox.name } })]
      return []
    })
  })
}

function checkRule({ accountRef, ruleRef, rules = {} }: References, id: string): readonly ('runsItself' | 'ruleGone' | 'ruleOfAnotherAccount')[] {
  if (id === ruleRef) return ['runsItself']
  const rule = Object.hasOwn(rules, id) ? rules[id] : undefined
  if (rule === undefined) return ['ruleGone']
  return rule.accountRef === accountRef ? [] : ['ruleOfAnotherAccount']
}

const LISTS = { user: 'users', calendar: 'calendars', hook: 'hooks', endpoint: 'endpoints', list: 'lists' } as const
const GONE = { user: 'userGone', calendar: 'calendarGone', hook: 'hookGone', endpoint: 'endpointGone', list: 'listGone' } as const
