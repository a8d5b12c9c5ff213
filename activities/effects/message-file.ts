import { mailboxesOfRole } from '../../db/queries/message-where'
import { Failure } from '../../mail/failure'
import type { EffectOf, Receipt } from '../../rules/effects'
import { changeFlags, type MailParts } from '../mailbox/change-flags'
import { moveForRule, wasMovedForRule, type MoveResult } from '../mailbox/move-for-rule'
import type { EffectContext, Hold, OutwardPerformer } from './performer'

/** What says junk to the server's filter and to other mail programs (RFC 9051 2.3.2). */
const JUNK = { add: ['$Junk'], remove: ['$NotJunk'] } as const

type File = EffectOf<'message.file'>

/**
 * Puts the message into the account's mailbox with a role, on the server and here; junk is marked as such before, where the mailbox takes keywords. An account
 * without such a mailbox skips the step. A lost answer is settled by asking the server where the message is.
 */
export function messageFile(parts: MailParts): OutwardPerformer<'message.file'> {
  return {
    async perform(context, effect, hold) {
      const target = await targetOf(parts, context, effect)
      if (target === null) return receipt(effect, 'mailbox missing')
      const marked = effect.role === 'junk' && (await markJunk(parts, context, hold))
      const moved = await moveForRule(parts, context, target, hold)
      return receipt(effect, moved === 'no change' && marked ? 'changed' : moved, target)
    },
    async lookup(context, effect) {
      const target = await targetOf(parts, context, effect)
      return target !== null && (await wasMovedForRule(parts, context, target)) ? receipt(effect, 'changed', target) : null
    },
  }
}

async function targetOf({ database }: MailParts, { workspaceId, accountId }: EffectContext, { role }: File): Promise<string | null> {
  const found = await database.inWorkspace(workspaceId, (tx) => mailboxesOfRole(tx, workspaceId, [accountId], role))
  return found.get(accountId) ?? null
}

/** A server that takes no keywords is none the worse for it: the mailbox says enough. */
async function markJunk(parts: MailParts, context: EffectContext, hold: Hold): Promise<boolean> {
  try {
    return await changeFlags(parts, context, JUNK, hold)
  } catch (error) {
    if (error instanceof Failure && KEYWORDS_REFUSED.has(error.code)) return false
    throw error
  }
}

const KEYWORDS_REFUSED: ReadonlySet<string> = new Set(['flags refused', 'refused by server', 'not permitted'])

function receipt({ role }: File, result: MoveResult, target?: string): Receipt {
  if (result === 'mailbox missing') return { effect: 'message.file', result: 'skipped', reason: 'part is off', detail: role === 'archive' ? 'no archive' : 'no junk' }
  return { effect: 'message.file', result: 'done', change: result, ...(target === undefined ? {} : { ref: target }) }
}
