import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { calendar } from '../../../db/schema'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { CALENDAR_FIELDS } from './schema'
import { calendarOf, requireFreeName } from './view'

/** Changes what is given. Waits that are open keep the time they have; those that open from now on count with the new hours. */
export const update = adminProcedure.input(z.object({ id: z.uuid(), ...z.object(CALENDAR_FIELDS).partial().shape })).mutation(({ ctx, input: { id, ...changes } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await calendarOf(tx, workspaceId, id)
    if (changes.name !== undefined) await requireFreeName(tx, workspaceId, changes.name, id)
    if (Object.keys(changes).length > 0) await tx.update(calendar).set(changes).where(and(eq(calendar.workspaceId, workspaceId), eq(calendar.id, id)))
    await audit(tx, ctx.actor, { kind: 'calendar.updated', subjectKind: 'calendar', subjectId: id })
    await notifyChanged(tx, workspaceId, 'calendar', [id])
    return { id }
  }),
)
