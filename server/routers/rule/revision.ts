import { eq } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { user } from '../../../db/schema'
import { conflict } from '../../failure-status'
import type { RuleAtHand } from './rule-of'

/** Fails with `conflict.draft`, saying who was faster, when the draft is not the one the person saw. */
export async function requireRevision(tx: Tx, rule: RuleAtHand, seen: number): Promise<void> {
  if (rule.draftRevision === seen) return
  const [other] = rule.draftSavedBy === null ? [] : await tx.select({ name: user.name }).from(user).where(eq(user.id, rule.draftSavedBy))
  throw conflict('conflict.draft', `${other?.name ?? 'Somebody'} saved this rule at ${rule.updatedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. Load that version, then make your change again.`)
}
