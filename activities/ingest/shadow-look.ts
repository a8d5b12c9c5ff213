import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client'
import type { SHADOW_VERDICTS } from '../../db/schema'
import { notifyChanged } from '../../db/client'
import type { Compared } from '../../rules/node-type'
import type { ActivityLog } from '../deps'
import { storableJson } from './storable'

/** What a shadow made of one mail, beside the live version. Not written yet. */
export interface ShadowLook {
  readonly shadowId: string
  readonly messageId: string
  readonly verdict: (typeof SHADOW_VERDICTS)[number]
  /** What the live version set off. */
  readonly executionId: string | null
  /** Where one side matched and the other did not: the step that said no, and what it compared. */
  readonly step: string | null
  readonly because: readonly Compared[] | null
  /** What each side would do with the mail until its first wait, where they differ. */
  readonly effects: { readonly live: readonly string[]; readonly shadow: readonly string[] } | null
}

/**
 * Writes down what shadows saw, after the mail is in and by itself: what goes wrong here costs a look and never a mail. A mail that was looked at before stays as it was seen;
 * a shadow that ended meanwhile writes nothing.
 */
export async function keepLooks({ database, log }: { readonly database: Database; readonly log: ActivityLog }, workspaceId: string, looks: readonly ShadowLook[]): Promise<void> {
  if (looks.length === 0) return
  try {
    await database.inWorkspace(workspaceId, async (tx) => {
      await tx.execute(sql`
        insert into shadow_look (workspace_id, shadow_id, message_id, verdict, execution_id, step, because, effects)
        select ${workspaceId}::uuid, s.id, r."messageId", r.verdict, r."executionId", r.step, r.because, r.effects
        from jsonb_to_recordset(${storableJson(looks)}::jsonb) as r("shadowId" uuid, "messageId" uuid, verdict text, "executionId" uuid, step text, because jsonb, effects jsonb)
          join rule_shadow s on s.id = r."shadowId" and s.ended_at is null
        on conflict do nothing`)
      await notifyChanged(tx, workspaceId, 'shadow', [...new Set(looks.map(({ shadowId }) => shadowId))])
    })
  } catch (error) {
    log.warn({ error, workspaceId, count: looks.length, code: 'shadow.failed' }, 'what a shadow saw could not be written down')
  }
}
