import { sql } from 'drizzle-orm'
import { suppression } from '../mail/auto-reply'
import type { Suppression } from '../rules/effects'
import type { MessageFacts } from '../rules/facts'
import { limitsOf } from '../rules/limits'
import type { Tx } from '../db/client'

/**
 * Why a message gets no automatic answer (RFC 3834 2), null when it may have one. The workspace limits answers to one address from one account, in a day within its thread
 * and in an hour and a day over all threads: programs that answer ours without saying so stop there. `ownKey`: the effect key asked for, which does not stand in its own way.
 */
export async function replySuppression(tx: Tx, workspaceId: string, facts: MessageFacts, ownKey: string | null): Promise<Suppression | null> {
  const said = suppression(facts, facts.ownAddresses)
  const to = (facts.replyTo[0] ?? facts.from)?.address.toLowerCase()
  if (said !== null || to === undefined) return said ?? 'no sender'
  const [row] = await tx.execute(sql`
    select w.limits, c.* from workspace w, lateral (select (count(*) filter (where o.thread_id = ${facts.threadRef}::uuid and o.in_reply_to_message_id is distinct from ${facts.messageRef}::uuid))::int as thread,
      (count(*) filter (where o.created_at > now() - interval '1 hour'))::int as hour, count(*)::int as day
    from outgoing_message o
    where o.workspace_id = ${workspaceId} and o.account_id = ${facts.accountRef}::uuid and o.automatic and o.created_at > now() - interval '1 day' and o.state not in ('failed', 'cancelled')
      and lower(o.to -> 0 ->> 'address') = ${to} and o.effect_key is distinct from ${ownKey}) c where w.id = ${workspaceId}`)
  const limits = limitsOf(row?.limits)
  const isOver = Number(row?.thread) >= limits.repliesPerThreadAndDay || Number(row?.hour) >= limits.repliesPerAddressAndHour || Number(row?.day) >= limits.repliesPerAddressAndDay
  return isOver ? 'already answered' : null
}
