import type { References } from '../../rules/check-references'
import type { World } from '../../rules/effects'
import { blankFacts } from '../../rules/blank-facts'
import type { DryRunOptions } from '../../rules/dry-run'
import type { MessageFacts, RecordFact } from '../../rules/facts'
import type { Names } from '../../rules/sentence'
import { isAddressed, suppression } from '../../mail/auto-reply'
import type { Expectation, GivenFacts } from './expectation'
import type { FolderMail, FolderRule } from './folder'

/** Where there is no database: what a file of rules explains is there, and nothing else. */

/** An account that a file does not name. */
const SOME_ACCOUNT = 'account'
const SOME_ADDRESS = 'you@example.com'

export function accountOf({ rule }: FolderRule): string {
  return rule.account ?? SOME_ACCOUNT
}

/** What the compiler takes for existing. Rules of the folder may run one another. */
export function referencesFor(at: FolderRule, all: readonly FolderRule[]): References {
  const { references } = at.file
  const accountRef = accountOf(at)
  const named = (list: readonly { readonly ref: string; readonly name: string }[]) => Object.fromEntries(list.map(({ ref, name }) => [ref, name]))
  const roles = references.mailboxes.flatMap(({ role, account = accountRef }) => (role === undefined || account !== accountRef ? [] : [role]))
  return {
    accountRef,
    ...(at.rule.ref === undefined ? {} : { ruleRef: at.rule.ref }),
    mailboxes: Object.fromEntries(references.mailboxes.map(({ ref, path, account = accountRef }) => [ref, { name: path, accountRef: account }])),
    users: Object.fromEntries(references.users.map(({ ref, email, name = email }) => [ref, name])),
    calendars: named(references.calendars),
    hooks: named(references.hooks),
    endpoints: named(references.endpoints),
    lists: named(references.lists),
    rules: Object.fromEntries([
      ...references.rules.map(({ ref, name, account = accountRef }) => [ref, { name, accountRef: account }] as const),
      ...all.flatMap((other) => (other.file === at.file && other.rule.ref !== undefined ? [[other.rule.ref, { name: other.rule.name, accountRef: accountOf(other) }] as const] : [])),
    ]),
    // Which folders an account has for mail that is done with is not for a file to say, unless it does.
    roles: roles.length === 0 ? ['archive', 'junk'] : roles,
  }
}

export function namesFor(at: FolderRule, all: readonly FolderRule[]): Names {
  const { mailboxes, users, calendars, hooks, endpoints, lists, rules = {} } = referencesFor(at, all)
  const nameOf = (named: Readonly<Record<string, { readonly name: string }>>) => Object.fromEntries(Object.entries(named).map(([ref, { name }]) => [ref, name]))
  const accounts = at.file.references.accounts.map(({ ref, address, name = address }) => [ref, name] as const)
  return { mailbox: nameOf(mailboxes), user: users, account: Object.fromEntries(accounts), calendar: calendars, hook: hooks, list: lists, endpoint: endpoints ?? {}, rule: nameOf(rules) }
}

/** What conditions see of the mail: what it says itself, what the expectation adds, and plain defaults. */
export function factsFor(at: FolderRule, { content }: FolderMail, expectation: Expectation | null): MessageFacts {
  const given = expectation?.facts ?? {}
  const address = at.file.references.accounts.find(({ ref }) => ref === at.rule.account)?.address ?? SOME_ADDRESS
  const own = (expectation?.ownAddresses ?? [address]).map((one) => one.toLowerCase())
  const path = given.mailbox ?? 'INBOX'
  const mailbox = at.file.references.mailboxes.find((box) => box.path === path)?.ref ?? path
  return {
    ...blankFacts(accountOf(at), own),
    ...content,
    messageRef: 'mail',
    threadRef: 'conversation',
    mailboxRef: mailbox,
    mailboxName: path,
    flags: given.flags ?? [],
    tags: given.tags ?? [],
    threadMessageCount: given.threadMessageCount ?? 1,
    isReply: given.isReply ?? false,
    isAnswered: given.isAnswered ?? false,
    contactKnown: given.contactKnown ?? false,
    receivedAt: nowOf(content.sentAt, expectation),
    threadLastInboundAt: inUtc(given.threadLastInboundAt),
    threadLastOutboundAt: inUtc(given.threadLastOutboundAt),
    record: recordOf(given.record),
  }
}

/** The world as the rules of the file and the expectation know it. */
export function worldFor(at: FolderRule, all: readonly FolderRule[], facts: MessageFacts): World {
  const { references } = at.file
  const { mailboxes, users, rules = {} } = referencesFor(at, all)
  const boxOf = (role: string) => references.mailboxes.find((box) => box.role === role)?.ref ?? role
  const { record } = facts
  return {
    tags: facts.tags,
    flags: facts.flags,
    mailboxRef: facts.mailboxRef,
    mailboxNames: { [facts.mailboxRef ?? '']: facts.mailboxName ?? '', ...Object.fromEntries(Object.entries(mailboxes).map(([ref, { name }]) => [ref, name])) },
    roleMailboxes: { archive: boxOf('archive'), junk: boxOf('junk') },
    userNames: users,
    userAddresses: Object.fromEntries(references.users.map(({ ref, email }) => [ref, email])),
    endpointNames: Object.fromEntries(references.endpoints.map(({ ref, name }) => [ref, name])),
    channels: references.channels.map(({ name }) => name),
    rules: Object.fromEntries(Object.entries(rules).map(([ref, { name }]) => [ref, { name, isPaused: false }])),
    openRecords: record === null || (record.type !== 'ticket' && record.type !== 'lead') ? [] : [{ ref: record.ref, type: record.type, number: record.number, stage: record.stage, title: record.title, assigneeRef: record.assigneeRef, fields: record.fields }],
    recordContact: record === null ? null : (facts.from?.address ?? null),
    suppression: suppression(facts, facts.ownAddresses),
    isAddressed: isAddressed(facts, facts.ownAddresses),
    mail: facts,
  }
}

/** When it plays, and the lists and working hours that the file carries. */
export function optionsFor(at: FolderRule, { content }: FolderMail, expectation: Expectation | null): DryRunOptions {
  const { calendars, lists } = at.file.references
  return {
    now: nowOf(content.sentAt, expectation),
    timeZone: at.rule.graph.timeZone ?? expectation?.timeZone ?? 'UTC',
    waitOutcomes: expectation?.rules[at.rule.name]?.waits ?? {},
    calendars: Object.fromEntries(calendars.flatMap(({ ref, name, timeZone, hours }) => (timeZone === undefined || hours === undefined ? [] : [[ref, { ...hours, name, timeZone }]]))),
    lists: Object.fromEntries(lists.map(({ ref, entries = [] }) => [ref, entries])),
  }
}

/** A Monday morning, where neither the mail nor anybody says when. */
const SOME_DAY = '2026-01-05T09:00:00.000Z'

function nowOf(sentAt: string | null, expectation: Expectation | null): string {
  return inUtc(expectation?.now) ?? sentAt ?? SOME_DAY
}

function inUtc(time: string | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString()
}

function recordOf(given: GivenFacts['record']): RecordFact | null {
  if (given === undefined) return null
  const { assignee, ...rest } = given
  return { ...rest, ref: 'record', assigneeRef: assignee }
}
