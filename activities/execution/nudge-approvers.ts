import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import type { ApprovalLinks } from '../approval-links'
import { askApprovers, StoredTerms } from './ask-approvers'
import type { OpenExecution } from './open'

/** Reminds those who have not answered and asks others, when their time has come; each once, because the time is taken away with it. */
export async function nudgeApprovers(tx: Tx, execution: OpenExecution, { id: waitId, stepId, terms }: OpenExecution['waits'][number], links: ApprovalLinks, now: Date): Promise<void> {
  const read = StoredTerms.safeParse(terms)
  if (!read.success) return
  const { remindAt, escalateAt, escalateTo } = read.data
  const isDue = (at: string | null) => at !== null && Date.parse(at) <= now.getTime()
  if (isDue(escalateAt)) {
    await tx.execute(sql`update wait set terms = terms || '{"escalateAt": null}' where id = ${waitId}::uuid`)
    await askApprovers(tx, execution, { waitId, stepId, people: escalateTo, why: 'escalated' }, links, now)
  }
  if (isDue(remindAt)) {
    await tx.execute(sql`update wait set terms = terms || '{"remindAt": null}' where id = ${waitId}::uuid`)
    await askApprovers(tx, execution, { waitId, stepId, people: [], why: 'reminded' }, links, now)
  }
}
