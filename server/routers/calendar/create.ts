import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { calendar } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { CALENDAR_FIELDS } from './schema'
import { requireFreeName } from './view'

/** Adds working hours that waits and conditions can count with. */
export const create = adminProcedure.input(z.object(CALENDAR_FIELDS)).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const id = newId()
    await requireFreeName(tx, workspaceId, input.name, id)
    await tx.insert(calendar).values({ id, workspaceId, ...input })
    await audit(tx, ctx.actor, { kind: 'calendar.created', subjectKind: 'calendar', subjectId: id })
    await notifyChanged(tx, workspaceId, 'calendar', [id])
    return { id, ...input }
  }),
)
