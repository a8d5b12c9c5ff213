import type { Tx } from '../../db/client'
import { backlogFacts } from '../../db/queries/backlog'
import { linkableRecords } from '../../db/queries/linkable-records'
import { ownWorlds } from '../../db/queries/worlds'
import { isAddressed, suppression } from '../../mail/auto-reply'
import type { DryRun } from '../../rules/dry-run'
import type { World } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Setting } from './setting'

/** What both versions would do with one mail; null: that one passes it over. */
export interface Rehearsed {
  readonly facts: MessageFacts
  readonly after: DryRun | null
  readonly before: DryRun | null
}

/** Walks both versions over stored mails, in the order asked. Mails that are gone are left out. Reads only. */
export async function rehearse(tx: Tx, setting: Setting, ids: readonly string[]): Promise<readonly Rehearsed[]> {
  return rehearseRead(tx, setting, await backlogFacts(tx, setting.workspaceId, ids, setting.walkNeeds))
}

/** The same for mails of which everything was read that walking needs. */
export async function rehearseRead(tx: Tx, setting: Setting, mails: readonly MessageFacts[]): Promise<readonly Rehearsed[]> {
  const own = await ownWorlds(tx, setting.workspaceId, mails)
  const rehearsed: Rehearsed[] = []
  for (const facts of mails) {
    const world: World = { ...setting.base, ...own.get(facts.messageRef), ...seenIn(facts), ...(setting.links ? { linkable: await linkable(tx, setting, facts) } : {}) }
    const course = (side: Setting['before']) => (side !== null && side.sight(facts) === 'hit' ? side.course(facts, world) : null)
    rehearsed.push({ facts, after: course(setting.after), before: course(setting.before) })
  }
  return rehearsed
}

function seenIn(facts: MessageFacts): Pick<World, 'tags' | 'flags' | 'mailboxRef' | 'suppression' | 'isAddressed' | 'mail'> {
  const { tags, flags, mailboxRef, from, replyTo, envelopeFrom, headers, ownAddresses } = facts
  return { tags, flags, mailboxRef, suppression: suppression(facts, ownAddresses), isAddressed: isAddressed(facts, ownAddresses), mail: { from, replyTo, envelopeFrom, headers, ownAddresses } }
}

function linkable(tx: Tx, { workspaceId, accountId }: Setting, facts: MessageFacts) {
  // As `passingOf` asks for one mail.
  const numbers = [...facts.subject.matchAll(/\d{1,9}/g)].slice(0, 20).map(([digits]) => Number(digits))
  return linkableRecords(tx, { workspaceId, accountId, threadId: facts.threadRef, numbers, contact: facts.from?.address.toLowerCase() ?? null })
}
