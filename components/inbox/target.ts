import type { Outputs } from '../data/trpc'
import type { Scope } from './scope'

export type MailRow = Outputs['message']['list']['rows'][number]
export type ThreadView = Outputs['message']['thread']
type Placed = MailRow['placed'][number]

/** A thread that something is done to, with where its messages lie. */
export interface Target {
  readonly threadId: string
  readonly accountId: string
  /** The message that stands for the thread. */
  readonly newestId: string
  readonly subject: string
  readonly unread: boolean
  readonly starred: boolean
  /** Out of sight for now; of a thread that is not in the list it is not known, and taken for granted. */
  readonly snoozed: boolean
  readonly tagIds: readonly string[]
  readonly placed: readonly Placed[]
}

export function targetOfRow(row: MailRow): Target {
  const { threadId, accountId, subject, unread, starred, placed } = row
  return { threadId, accountId, newestId: row.id, subject, unread, starred, snoozed: row.snoozedUntil !== null, placed, tagIds: row.tags.map(({ id }) => id) }
}

/** For a thread that is open but not in the list, such as one a link leads to. */
export function targetOfThread({ thread, messages }: ThreadView): Target | null {
  const newest = messages.at(-1)
  if (newest === undefined) return null
  return {
    threadId: thread.id,
    accountId: thread.accountId,
    newestId: newest.id,
    subject: thread.subject,
    unread: messages.some(({ unread }) => unread),
    starred: messages.some(({ starred }) => starred),
    snoozed: true,
    tagIds: [...new Set(messages.flatMap(({ tags }) => tags.map(({ id }) => id)))],
    placed: messages.flatMap(({ id, mailboxes, unread }) => mailboxes.map((mailbox) => ({ id, mailboxId: mailbox.id, role: mailbox.role, unread }))),
  }
}

/** The messages that leave when a thread is put away: those in the folder that is looked at, else those in an inbox. */
export function inPlace({ placed }: Target, scope: Scope): readonly string[] {
  return placed.filter(({ mailboxId, role }) => (scope.kind === 'mailbox' ? mailboxId === scope.mailboxId : role === 'inbox')).map(({ id }) => id)
}

/** Every message of the thread that lies in a folder, but those in the folders named. */
export function placedOutside({ placed }: Target, roles: readonly Placed['role'][]): readonly string[] {
  return placed.filter(({ role }) => !roles.includes(role)).map(({ id }) => id)
}

/** The newest message that lies in a folder: what carries the star and the unread mark of the thread. */
export function newestPlaced({ placed }: Target): readonly string[] {
  const last = placed.at(-1)
  return last === undefined ? [] : [last.id]
}
