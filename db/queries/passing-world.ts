import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { World } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Tx } from '../client'
import { linkableRecords } from './linkable-records'
import { recordContact } from './record-contact'

const Rules = z.array(z.object({ id: z.string(), name: z.string(), isPaused: z.boolean() }))

/** What effects would find that put a mail to a record, pass it on, write to its contact or run another rule of its account. */
export async function passingOf(tx: Tx, workspaceId: string, facts: MessageFacts): Promise<Pick<World, 'linkable' | 'recordContact' | 'mail' | 'rules'>> {
  const threadId = facts.threadRef === '' ? null : facts.threadRef
  const rules = Rules.parse(
    await tx.execute(sql`select id, name, state = 'paused' as "isPaused" from rule where workspace_id = ${workspaceId} and account_id = ${facts.accountRef}::uuid and state in ('active', 'paused') and live_version_id is not null`),
  )
  // More than the subject names as records: which of them it means is for the rule to say.
  const numbers = [...facts.subject.matchAll(/\d{1,9}/g)].slice(0, 20).map(([digits]) => Number(digits))
  const { from, replyTo, envelopeFrom, headers, ownAddresses } = facts
  return {
    linkable: await linkableRecords(tx, { workspaceId, accountId: facts.accountRef, threadId, numbers, contact: facts.from?.address.toLowerCase() ?? null }),
    recordContact: (await recordContact(tx, workspaceId, { threadId, executionId: null }))?.address ?? null,
    mail: { from, replyTo, envelopeFrom, headers, ownAddresses },
    rules: Object.fromEntries(rules.map(({ id, name, isPaused }) => [id, { name, isPaused }])),
  }
}
