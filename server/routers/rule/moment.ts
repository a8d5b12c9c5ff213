import { wholeMoment } from '../../../db/queries/moment'
import { readCalendars } from '../../../rules/calendar'
import type { Moment } from '../../../rules/moment'
import { workspaceProcedure } from '../../trpc'

/** What conditions see beside the mail right now (time, zone, word lists, working hours), so that the editor can say while one types whether a condition holds. */
export const moment = workspaceProcedure.query(({ ctx }): Promise<Moment> => ctx.db((tx) => wholeMoment(tx, ctx.actor.workspaceId, ctx.services.now(), readCalendars)))
