import type { EffectOf, World } from './effects'
import { act, noChange, partIsOff, say, type Prediction } from './prediction'

/** Predictions of what classifies a mail: flags, folders by their role, out of sight until later, whose it is. */

/** The flag of a mail that was read (RFC 9051 2.3.2). */
export const SEEN = '\\Seen'

export function predictUntag({ tag }: EffectOf<'tag.remove'>, { tags }: World): Prediction {
  const values = { tag: { ref: 'tag', id: tag } } as const
  return hasTag(tags, tag) ? act('effect.tagRemove.do', values) : noChange('effect.tagRemove.noChange', values)
}

/** Tags are one whatever their case, as in the database. */
export function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((name) => name.toLowerCase() === tag.toLowerCase())
}

export function predictMark({ read }: EffectOf<'message.mark'>, { flags }: World): Prediction {
  const name = read ? 'markRead' : 'markUnread'
  return flags.includes(SEEN) === read ? noChange(`effect.${name}.noChange`) : act(`effect.${name}.do`)
}

export function predictFile({ role }: EffectOf<'message.file'>, world: World): Prediction {
  const target = roleMailbox(role, world)
  const name = role === 'archive' ? 'archive' : 'junk'
  if (target === null) return partIsOff(role === 'archive' ? 'no archive' : 'no junk', `effect.${name}.skip`)
  if (typeof world.movedBy === 'string') {
    return { would: 'skip', reason: 'moved by another rule', detail: world.movedBy, describe: say('effect.messageMove.skip', { rule: { text: world.movedBy } }) }
  }
  return world.mailboxRef === target ? noChange(`effect.${name}.noChange`) : act(`effect.${name}.do`)
}

/** The account's mailbox with the role; null when it has none. */
export function roleMailbox(role: 'archive' | 'junk', { roleMailboxes }: World): string | null {
  return roleMailboxes?.[role] ?? null
}

export function predictSnooze({ until }: EffectOf<'message.snooze'>, { snoozedUntil }: World): Prediction {
  return snoozedUntil === until ? noChange('effect.snooze.noChange') : act('effect.snooze.do', { until: { instant: until } })
}

export function predictAssign({ userRef }: EffectOf<'message.assign'>, { userNames, assigneeRef }: World): Prediction {
  const values = { user: { ref: 'user', id: userRef } } as const
  if (!Object.hasOwn(userNames, userRef)) return partIsOff('no user', 'effect.assign.skip')
  return assigneeRef === userRef ? noChange('effect.assign.noChange', values) : act('effect.assign.do', values)
}
