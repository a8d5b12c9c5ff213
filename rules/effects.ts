import type { Address } from './facts'
import type { Travelled } from './passing-on'
import type { OpenRecord, RecordStage, RecordType } from './record'
import type { LinkableRecord, RecordChoice } from './record-name'

/**
 * The closed set of effects: what the outside of a rule may be asked to do. A node plans effects as data; `activities/effects/<effect>.ts`
 * performs each; leaving a performer out does not compile. To add one: a key here, its work in `EFFECT_WORK`, its performer.
 */
export interface EffectMap {
  'tag.add': { readonly tag: string }
  'message.star': { readonly starred: boolean }
  'message.move': { readonly mailboxRef: string }
  'record.create': {
    readonly recordType: RecordType
    readonly title: string
    readonly contact: Address | null
    /** Reuse the open record of this type in the message's thread instead of making another. */
    readonly reuseOfThread: boolean
    readonly stage?: RecordStage
    readonly assigneeRef?: string
    /** Further fields by name; an empty text sets none. */
    readonly fields?: Readonly<Record<string, string>>
    /** Stage, assignee and fields are set on a reused record too. */
    readonly updateReused?: true
  }
  'user.notify': { readonly userRef: string; readonly text: string }
  'mail.reply': {
    readonly to: Address
    readonly subject: string
    readonly text: string
    /** Also where the mail names none of our addresses in To or Cc. */
    readonly evenUnaddressed?: true
  }
  'tag.remove': { readonly tag: string }
  'message.mark': { readonly read: boolean }
  /** To the mailbox of the account with this role. */
  'message.file': { readonly role: 'archive' | 'junk' }
  /** `until`: ISO 8601 in UTC. */
  'message.snooze': { readonly until: string }
  'message.assign': { readonly userRef: string }
  /** `dueAt`: ISO 8601 in UTC. `byMail`: the reminder goes out as a mail too. */
  'followUp.create': { readonly userRef: string; readonly text: string; readonly dueAt: string; readonly byMail: boolean }
  'user.mail': { readonly userRef: string; readonly subject: string; readonly text: string }
  'channel.post': { readonly channel: string; readonly text: string; readonly createMissing: boolean }
  /** `repeatable`: after a lost answer it may be done again. */
  'web.post': { readonly endpointRef: string; readonly text: string; readonly repeatable: boolean }
  'http.request': {
    readonly endpointRef: string
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    /** Path and query, encoded, to be appended to the endpoint's address. */
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: { readonly type: string; readonly text: string } | null
    readonly repeatable: boolean
  }
  /** The open record of the thread, or the one the rule is about. What is left out stays; no assignee and an empty field are empty texts. */
  'record.update': {
    readonly recordType: RecordType
    readonly stage?: RecordStage
    readonly assigneeRef?: string
    readonly title?: string
    readonly fields?: Readonly<Record<string, string>>
  }
  'record.link': RecordChoice
  'mail.send': { readonly to: Recipient; readonly subject: string; readonly text: string; readonly inThread: boolean }
  /** `text` stands before the mail. */
  'mail.forward': { readonly to: readonly Address[]; readonly carries: 'message' | 'attachments'; readonly subject: string; readonly text: string }
  'mail.redirect': { readonly to: readonly Address[] }
  'rule.run': { readonly ruleRef: string }
}

/** Whom a mail goes to. The contact is the record's. */
export type Recipient = { readonly who: 'sender' | 'address'; readonly address: Address } | { readonly who: 'user'; readonly userRef: string } | { readonly who: 'contact' }

export type EffectKind = keyof EffectMap
export type EffectOf<K extends EffectKind> = { readonly kind: K } & EffectMap[K]
export type Effect = { [K in EffectKind]: EffectOf<K> }[EffectKind]

/** How each effect is carried out; a step's work is the widest of its effects (`mail` and `outward` steps hold one effect each). */
export const EFFECT_WORK = {
  'tag.add': 'database',
  'message.star': 'outward',
  'message.move': 'outward',
  'record.create': 'database',
  'user.notify': 'database',
  'mail.reply': 'mail',
  'tag.remove': 'database',
  'message.mark': 'outward',
  'message.file': 'outward',
  'message.snooze': 'database',
  'message.assign': 'database',
  'followUp.create': 'database',
  'user.mail': 'mail',
  'channel.post': 'database',
  'web.post': 'outward',
  'http.request': 'outward',
  'record.update': 'database',
  'record.link': 'database',
  'mail.send': 'mail',
  'mail.forward': 'mail',
  'mail.redirect': 'mail',
  'rule.run': 'database',
} as const satisfies Record<EffectKind, 'database' | 'outward' | 'mail'>

/** The effects of one kind of work. */
export type EffectKindOf<Work extends 'database' | 'outward' | 'mail'> = { [K in EffectKind]: (typeof EFFECT_WORK)[K] extends Work ? K : never }[EffectKind]

/** Whether an effect acts on the mail its rule is about, so that there must be one. */
export function needsMail(kind: EffectKind): boolean {
  return ON_MAIL.some((head) => kind.startsWith(head))
}

const ON_MAIL = ['tag.', 'message.', 'mail.reply', 'mail.forward', 'mail.redirect', 'record.link', 'rule.run']

/** Why an automatic reply was withheld (semantics 15). */
export type Suppression = 'list' | 'automatic' | 'bounce' | 'own address' | 'null sender' | 'no sender' | 'already answered' | 'not addressed'

/** What a web address answered: its status, and the beginning of its text without control characters. */
export interface WebAnswer {
  readonly status: number
  readonly said: string
}

/** What came back from one effect. Ids and codes only: receipts travel through histories. */
export type Receipt =
  | { readonly effect: EffectKind; readonly result: 'done'; readonly change: 'changed' | 'no change' | 'reused' | 'created'; readonly ref?: string; readonly answer?: WebAnswer }
  | { readonly effect: EffectKind; readonly result: 'skipped'; readonly reason: 'scope used' | 'suppressed' | 'moved by another rule' | 'switched off' | 'loop guard' | 'part is off'; readonly detail?: string }
  | { readonly effect: EffectKind; readonly result: 'failed' | 'uncertain'; readonly code: string }

/** What the world looks like to one planned effect: enough to say, without doing it, what doing it would change (dry run, semantics 26). */
export interface World {
  readonly tags: readonly string[]
  readonly flags: readonly string[]
  readonly mailboxRef: string | null
  readonly mailboxNames: Readonly<Record<string, string>>
  readonly userNames: Readonly<Record<string, string>>
  readonly openRecords: readonly OpenRecord[]
  /** From mail/auto-reply.ts, for this message and this account; null when an automatic reply may go out. */
  readonly suppression: Suppression | null
  /** False: the mail names none of our addresses in To or Cc, and is answered only where the step says so. */
  readonly isAddressed?: boolean
  /** Its sender opened as many records as one may in that time. */
  readonly hasTooManyRecords?: boolean
  /** Name of the rule whose move stands for this event (semantics 19); absent or null when none does. */
  readonly movedBy?: string | null
  /** The account's mailboxes for archived mail and for junk; null or absent: it has none. */
  readonly roleMailboxes?: Readonly<Partial<Record<'archive' | 'junk', string | null>>>
  /** ISO 8601; null or absent: it is in sight. */
  readonly snoozedUntil?: string | null
  readonly assigneeRef?: string | null
  /** Names of the channels. */
  readonly channels?: readonly string[]
  readonly endpointNames?: Readonly<Record<string, string>>
  /** Mail addresses of the users. */
  readonly userAddresses?: Readonly<Record<string, string>>
  /** Records that the mail could be put to, newest first. */
  readonly linkable?: readonly LinkableRecord[]
  /** Address of the one whom the mail's record is about; null or absent: nobody. */
  readonly recordContact?: string | null
  /** What tells where the mail comes from and has been. */
  readonly mail?: Travelled
  /** Published rules of the account. */
  readonly rules?: Readonly<Record<string, { readonly name: string; readonly isPaused: boolean }>>
  /** Executions that already used an action's own scope, by step (semantics 13). */
  readonly usedScopes?: Readonly<Record<string, string>>
}
