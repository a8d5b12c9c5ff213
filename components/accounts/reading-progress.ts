import type { Mailbox } from './use-accounts'

export interface ReadingProgress {
  /** From 0 to 1. */
  readonly share: number
  /** Mailboxes whose history is all here. */
  readonly done: number
  readonly mails: number
}

/** History is read from the newest UID down to 1: how much of that way lies behind us, over all mailboxes. Those not opened yet count as long as an empty one. */
export function progressOf(mailboxes: readonly Pick<Mailbox, 'uidNext' | 'backfilledTo' | 'messageCount'>[]): ReadingProgress {
  const ways = mailboxes.map(({ uidNext, backfilledTo }) => {
    const whole = Math.max(1, (uidNext ?? 1) - 1)
    const left = backfilledTo === null ? whole : Math.min(whole, Math.max(0, backfilledTo - 1))
    return { whole, read: whole - left }
  })
  const whole = ways.reduce((sum, way) => sum + way.whole, 0)
  return {
    share: whole === 0 ? 0 : ways.reduce((sum, way) => sum + way.read, 0) / whole,
    done: mailboxes.filter(({ backfilledTo }) => backfilledTo === 1).length,
    mails: mailboxes.reduce((sum, { messageCount }) => sum + messageCount, 0),
  }
}
