import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { rulesNaming } from '../../../db/queries/rules-naming'
import { calendar } from '../../../db/schema'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { calendarOf } from './view'

/** Removes working hours that no rule counts with; else fails with `conflict.used` and names the rules. */
export const remove = adminProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await calendarOf(tx, workspaceId, id)
    const users = await rulesNaming(tx, workspaceId, [id])
    if (users.length > 0) throw conflict('conflict.used', `These rules count with it: ${users.map(({ name }) => name).join(', ')}. Choose other hours in them first.`)
    await tx.delete(calendar).where(and(eq(calendar.workspaceId, workspaceId), eq(calendar.id, id)))
    await audit(tx, ctx.actor, { kind: 'calendar.removed', subjectKind: 'calendar', subjectId: id })
    await notifyChanged(tx, workspaceId, 'calendar', [id])
    return { id }
  }),
)
