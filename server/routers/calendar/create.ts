import { z } from 'zod'
import { adminProcedure } from '../../trpc'
import { insertCalendar } from './insert'
import { CALENDAR_FIELDS } from './schema'

/** Adds working hours that waits and conditions can count with. */
export const create = adminProcedure.input(z.object(CALENDAR_FIELDS)).mutation(({ ctx, input }) => ctx.db((tx) => insertCalendar(tx, ctx.actor, input)))
