import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import type { IngestContext } from '../ingest/context'
import type { Verdicts } from '../ingest/verdicts'

/** What the loop guard kept from running stays to be seen as an execution that was skipped (semantics 21, 23): an event without mail has no list of what was passed over. */
export async function keepGuarded(tx: Tx, { workspaceId, accountId }: { readonly workspaceId: string; readonly accountId: string }, context: Pick<IngestContext, 'rules'>, verdicts: readonly Verdicts[]): Promise<void> {
  const rows = verdicts.flatMap(({ happening, starts, whyNot }) =>
    whyNot.flatMap(({ ruleId, ruleVersionId, reason }, index) => {
      const rule = context.rules.find((candidate) => candidate.ruleId === ruleId)
      if (reason !== 'loop guard' || rule === undefined) return []
      const { trigger, triggerData, messageId, threadId, recordId, cause } = happening
      return [{ id: newId(), event: starts[0]?.eventId ?? newId(), position: starts.length + index, rule: ruleId, version: ruleVersionId, plan: rule.planId, trigger, data: triggerData, message: messageId, thread: threadId, record: recordId, hop: cause?.hop ?? 0, cause: cause?.executionId ?? null }]
    }),
  )
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into execution (workspace_id, account_id, id, rule_id, rule_version_id, plan_id, event_id, position, trigger, trigger_data, message_id, thread_id, record_id, mode, state, reason, scope_key, hop, cause_execution_id, released_at, ended_at)
    select ${workspaceId}::uuid, ${accountId}::uuid, r.id, r.rule, r.version, r.plan, r.event, r.position, r.trigger, r.data, r.message, r.thread, r.record, 'live', 'skipped', 'loop guard', '', r.hop, r.cause, now(), now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, event uuid, position int, rule uuid, version uuid, plan uuid, trigger text, data jsonb, message uuid, thread uuid, record uuid, hop int, cause uuid)`)
}
