import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { gathered } from '../../db/gathered'
import { factsOfMessages, recordFact } from '../../db/queries/message-facts'
import { blankFacts } from '../../rules/blank-facts'
import type { MessageFacts } from '../../rules/facts'

export interface FactsSubject {
  readonly workspaceId: string
  readonly accountId: string
  /** Null: it is about no mail. */
  readonly messageId: string | null
  /** The record that set the rule off; null: none did, and the open one of the mail's thread counts. */
  readonly recordId: string | null
}

/** What a rule sees of what it is about: its mail as it is now, or blank facts where there is none. Null: the mail was deleted. */
export async function subjectFacts(tx: Tx, subject: FactsSubject): Promise<MessageFacts | null> {
  const facts = await mailFacts(tx, subject)
  if (facts === null || subject.recordId === null) return facts
  return { ...facts, record: (await recordFact(tx, subject.workspaceId, subject.recordId)) ?? facts.record }
}

async function mailFacts(tx: Tx, { workspaceId, accountId, messageId }: FactsSubject): Promise<MessageFacts | null> {
  if (messageId !== null) return (await mailNow(tx, { workspaceId, messageId }).answer).facts
  const [row] = await tx.execute(sql`select lower(address) as address, identities from account where workspace_id = ${workspaceId} and id = ${accountId}::uuid`)
  if (row === undefined) return blankFacts(accountId, [])
  const { address, identities } = z.object({ address: z.string(), identities: z.array(z.string()) }).parse(row)
  return blankFacts(accountId, [address, ...identities.map((identity) => identity.toLowerCase())])
}

const mailNow = gathered(async (tx, mails: readonly { readonly workspaceId: string; readonly messageId: string }[]) => {
  const facts = await factsOfMessages(tx, mails[0]?.workspaceId ?? '', mails.map(({ messageId }) => messageId))
  return mails.map(({ messageId }) => ({ facts: facts.get(messageId) ?? null }))
})
