import type { Step } from './drawing'
import { given, numberOf, strangeTag, stringsAt, textOf, textsOf } from './arguments'
import type { Given } from './arguments'
import { plainAddress } from './read-address'
import type { Plain } from './syntax'
import { expanded, modified, plainText, templateText, UNKNOWN } from './variables'
import type { Pieces, Values } from './variables'

/** What is true of a mail at a place in the script, however it got there. */
export interface State {
  /** `no`: it stays where it is, or went elsewhere; `stored`: it was put somewhere; `dropped`: it was thrown away. */
  readonly placed: 'no' | 'stored' | 'dropped'
  /** Set so far, in lower case. */
  readonly flags: readonly string[]
  /** Null: the script uses no variables. */
  readonly values: Values | null
}

/** What a command comes to: steps of a rule, and how things stand afterwards. */
export interface Doing {
  readonly steps: readonly Step[]
  readonly state: State
  readonly remarks: readonly Remark[]
}

export interface Remark {
  readonly severity: 'lost' | 'changed' | 'taken'
  readonly code: string
  readonly values?: Readonly<Record<string, string>>
}

/** Where a mailbox is named, its ref comes from here. */
export type Mailboxes = (path: string, role?: string) => string

export function readAction(command: Plain, state: State, mailboxes: Mailboxes): Doing {
  const reader = Object.hasOwn(READERS, command.name) ? READERS[command.name] : undefined
  if (reader === undefined) return nothing(state, { severity: 'lost', code: 'unknownCommand', values: { name: command.name } })
  const args = given(command.arguments)
  const strange = strangeTag(args, reader.tags)
  if (strange !== null) return nothing(state, { severity: 'lost', code: 'unknownTag', values: { tag: `:${strange}`, name: command.name } })
  return reader.read({ given: args, name: command.name, state, mailboxes, text: (written) => expanded(written, state.values) })
}

interface Action {
  readonly given: Given
  readonly name: string
  readonly state: State
  readonly mailboxes: Mailboxes
  text(written: string): Pieces | null
}

const READERS: Readonly<Record<string, { readonly tags: readonly string[]; read(action: Action): Doing }>> = {
  require: { tags: [], read: ({ state }) => nothing(state) },
  keep: { tags: ['flags'], read: (action) => placed(action, []) },
  fileinto: { tags: ['copy', 'create', 'flags', 'specialuse', 'mailboxid'], read: readFileinto },
  redirect: { tags: ['copy', 'list'], read: readRedirect },
  discard: { tags: [], read: ({ state }) => (state.placed === 'stored' ? nothing(state, { severity: 'taken', code: 'discardNothing' }) : { steps: [], state: { ...state, placed: 'dropped' }, remarks: [{ severity: 'changed', code: 'discard' }] }) },
  reject: { tags: [], read: readReject },
  ereject: { tags: [], read: readReject },
  refuse: { tags: [], read: readReject },
  addflag: { tags: [], read: readFlags },
  setflag: { tags: [], read: readFlags },
  removeflag: { tags: [], read: readFlags },
  vacation: { tags: ['days', 'seconds', 'subject', 'from', 'addresses', 'mime', 'handle', 'fcc'], read: readVacation },
  set: { tags: ['lower', 'upper', 'lowerfirst', 'upperfirst', 'quotewildcard', 'length'], read: readSet },
}

function nothing(state: State, ...remarks: readonly Remark[]): Doing {
  return { steps: [], state, remarks }
}

/** With the flags that are given for this one place, which stand in for those set before and leave them as they are. */
function placed({ given: args, state, text }: Action, steps: readonly Step[]): Doing {
  const written = textsOf(args, 'flags')
  const after: State = { ...state, placed: 'stored' }
  if (written === null) return { steps, state: after, remarks: [] }
  const flags = flagsIn(written.map((one) => plainText(text(one))))
  if (flags === null) return { steps, state: after, remarks: [{ severity: 'lost', code: 'unknownValue' }] }
  const changes = flagChanges('setflag', flags, state.flags)
  return { steps: [...changes.steps, ...steps], state: after, remarks: changes.remarks }
}

function readFileinto(action: Action): Doing {
  const { given: args, state, mailboxes, text } = action
  const name = plainText(text(stringsAt(args, -1)?.[0] ?? ''))
  if (name === null) return nothing(state, { severity: 'lost', code: 'unknownValue' })
  if (args.tags.has('copy')) return nothing(state, { severity: 'lost', code: 'copyOfMail' })
  if (name.trim() === '') return nothing(state, { severity: 'lost', code: 'badArguments', values: { name: 'fileinto' } })
  if (name.toLowerCase() === 'inbox') return placed(action, [])
  const role = ROLES[textOf(args, 'specialuse')?.toLowerCase() ?? '']
  if (role === 'junk') return placed(action, [{ type: 'message.spam', config: {} }])
  if (role === 'archive') return placed(action, [{ type: 'message.archive', config: {} }])
  return placed(action, [{ type: 'mailbox.move', config: { mailboxRef: mailboxes(name, role) } }])
}

/** RFC 6154, RFC 8579. */
const ROLES: Readonly<Record<string, string>> = { '\\junk': 'junk', '\\archive': 'archive', '\\trash': 'trash', '\\sent': 'sent', '\\drafts': 'drafts' }

function readRedirect({ given: args, state, text }: Action): Doing {
  const written = plainText(text(stringsAt(args, -1)?.[0] ?? ''))
  if (written === null) return nothing(state, { severity: 'lost', code: 'unknownValue' })
  const address = plainAddress(written)
  if (address === null || args.tags.has('list')) return nothing(state, { severity: 'lost', code: 'badArguments', values: { name: 'redirect' } })
  const steps = [{ type: 'mail.redirect', config: { to: [address] } }]
  if (args.tags.has('copy')) return { steps, state, remarks: [] }
  if (state.placed !== 'no') return { steps, state, remarks: [] }
  return { steps, state, remarks: [{ severity: 'changed', code: 'redirectKeeps' }] }
}

function readReject({ name, state }: Action): Doing {
  return nothing(state, { severity: 'lost', code: 'rejects', values: { name } })
}

/** What was put somewhere keeps the flags it had then (RFC 5232 2). */
function readFlags({ given: args, name, state, text }: Action): Doing {
  if (args.rest.length > 1) return nothing(state, { severity: 'lost', code: 'flagVariable' })
  const flags = flagsIn((stringsAt(args, 0) ?? []).map((one) => plainText(text(one))))
  if (flags === null) return nothing(state, { severity: 'lost', code: 'unknownValue' })
  if (state.placed === 'stored') return nothing({ ...state, flags: [...new Set(flagsAfter(name, flags, state.flags))] }, { severity: 'taken', code: 'flagTooLate' })
  const changes = flagChanges(name, flags, state.flags)
  return { steps: changes.steps, state: { ...state, flags: changes.flags }, remarks: changes.remarks }
}

function flagsIn(written: readonly (string | null)[]): readonly string[] | null {
  const all = written.flatMap((one) => (one === null ? [null] : one.split(/\s+/).filter((flag) => flag !== '')))
  return all.every((flag) => flag !== null) ? all : null
}

function flagsAfter(name: string, flags: readonly string[], before: readonly string[]): readonly string[] {
  const folded = flags.map((flag) => flag.toLowerCase())
  if (name === 'setflag') return folded
  return name === 'addflag' ? [...before, ...folded.filter((flag) => !before.includes(flag))] : before.filter((flag) => !folded.includes(flag))
}

/** Only what changes becomes a step: a mail that is delivered has no flags yet. */
function flagChanges(name: string, flags: readonly string[], before: readonly string[]): { readonly steps: readonly Step[]; readonly flags: readonly string[]; readonly remarks: readonly Remark[] } {
  const after = flagsAfter(name, flags, before)
  const spelled = (flag: string) => flags.find((one) => one.toLowerCase() === flag) ?? flag
  const changed = [...after.filter((flag) => !before.includes(flag)).map((flag) => ({ flag, on: true })), ...before.filter((flag) => !after.includes(flag)).map((flag) => ({ flag, on: false }))]
  const unsayable = changed.filter(({ flag }) => flag.startsWith('\\') && flag !== '\\seen' && flag !== '\\flagged')
  const keywords = changed.filter(({ flag }) => !flag.startsWith('\\'))
  const remarks: Remark[] = unsayable.map(({ flag }) => ({ severity: 'lost', code: 'flagUnsaid', values: { flag: spelled(flag) } }))
  if (keywords.length > 0) remarks.push({ severity: 'changed', code: 'keywordAsTag', values: { flag: keywords.map(({ flag }) => spelled(flag)).join(', ') } })
  if (changed.length === 0) remarks.push({ severity: 'taken', code: 'noFlagChange' })
  const steps = changed.filter((one) => !unsayable.includes(one)).map(({ flag, on }): Step => {
    if (flag === '\\seen') return { type: 'message.mark', config: { read: on } }
    if (flag === '\\flagged') return { type: 'message.star', config: { starred: on } }
    return on ? { type: 'tag.add', config: { tag: spelled(flag) } } : { type: 'tag.remove', config: { tag: spelled(flag) } }
  })
  return { steps, flags: after, remarks }
}

const DAY = 86_400
const YEAR = 365 * DAY

/** RFC 5230, RFC 6131: once in seven days to each sender unless it says otherwise. */
function readVacation({ given: args, state, text }: Action): Doing {
  const reason = text(stringsAt(args, -1)?.[0] ?? '')
  const subject = text(textOf(args, 'subject') ?? '')
  if (reason === null || subject === null) return nothing(state, { severity: 'lost', code: 'unknownValue' })
  if (args.tags.has('mime')) return nothing(state, { severity: 'lost', code: 'vacationMime' })
  const remarks: Remark[] = [{ severity: 'changed', code: 'vacation' }]
  if (args.tags.has('from')) remarks.push({ severity: 'lost', code: 'vacationFrom' })
  if (args.tags.has('addresses')) remarks.push({ severity: 'lost', code: 'vacationAddresses' })
  if (args.tags.has('fcc')) remarks.push({ severity: 'lost', code: 'vacationFcc' })
  const seconds = numberOf(args, 'seconds') ?? Math.max(1, numberOf(args, 'days') ?? 7) * DAY
  const config = { subject: args.tags.has('subject') && textOf(args, 'subject')?.trim() !== '' ? templateText(subject) : 'Auto: {{ subject }}', text: templateText(reason).trimEnd() }
  const interval = seconds === 0 ? {} : { interval: { seconds: Math.min(Math.max(seconds, 60), YEAR), per: 'sender' as const } }
  return { steps: [{ type: 'mail.autoReply', config, ...interval }], state, remarks }
}

function readSet({ given: args, state, text }: Action): Doing {
  const [name, value] = [stringsAt(args, 0)?.[0]?.toLowerCase(), text(stringsAt(args, 1)?.[0] ?? '')]
  if (name === undefined || state.values === null) return nothing(state, { severity: 'lost', code: 'badArguments', values: { name: 'set' } })
  const values = new Map(state.values)
  const made = value === null ? null : [...args.tags.keys()].reduce((pieces: Pieces | null, modifier) => modifiedPieces(pieces, modifier), value)
  if (made === null) {
    // Whatever uses it must not find an older value.
    values.set(name, UNKNOWN)
    return nothing({ ...state, values }, { severity: 'lost', code: 'unknownValue' })
  }
  values.set(name, made)
  return nothing({ ...state, values }, { severity: 'taken', code: 'valueSet', values: { name } })
}

function modifiedPieces(pieces: Pieces | null, modifier: string): Pieces | null {
  const plain = plainText(pieces)
  const made = plain === null ? null : modified(plain, modifier)
  return made === null ? null : [made]
}
