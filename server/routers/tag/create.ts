import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { newId } from '../../../db/schema/columns'
import { tag } from '../../../db/schema/message'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'

/** Makes a tag, or finds the one that has this name in whatever case. */
export const create = writeProcedure.input(z.object({ name: z.string().trim().min(1).max(60) })).mutation(({ ctx, input: { name } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const id = newId()
    const inserted = await tx.insert(tag).values({ id, workspaceId, name }).onConflictDoNothing().returning({ id: tag.id })
    if (inserted.length > 0) {
      await audit(tx, ctx.actor, { kind: 'tag.created', subjectKind: 'tag', subjectId: id })
      await notifyChanged(tx, workspaceId, 'tag', [id])
    }
    const [row] = await tx.select({ id: tag.id, name: tag.name }).from(tag).where(and(eq(tag.workspaceId, workspaceId), sql`lower(${tag.name}) = lower(${name})`))
    if (row === undefined) throw notFound('tag')
    return { ...row, created: inserted.length > 0 }
  }),
)
