import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { auditEvent } from '../../../db/schema'
import { adminProcedure } from '../../trpc'

const INPUT = z
  .object({ kind: z.string().max(60).optional(), subjectId: z.uuid().optional(), limit: z.number().int().min(1).max(200).default(50), cursor: z.number().int().positive().optional() })
  .default({ limit: 50 })

/** The audit trail, newest first. Kinds of older versions are shown as they were written. `nextCursor` null: that was all. */
export const list = adminProcedure.input(INPUT).query(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const rows = await tx
      .select({ seq: auditEvent.seq, at: auditEvent.at, actor: auditEvent.actor, kind: auditEvent.kind, subjectKind: auditEvent.subjectKind, subjectId: auditEvent.subjectId, data: auditEvent.data })
      .from(auditEvent)
      .where(
        and(
          eq(auditEvent.workspaceId, ctx.actor.workspaceId),
          input.kind === undefined ? undefined : eq(auditEvent.kind, input.kind),
          input.subjectId === undefined ? undefined : eq(auditEvent.subjectId, input.subjectId),
          input.cursor === undefined ? undefined : lt(auditEvent.seq, input.cursor),
        ),
      )
      .orderBy(desc(auditEvent.seq))
      .limit(input.limit + 1)
    const items = rows.slice(0, input.limit)
    return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.seq ?? null) : null }
  }),
)
