import { storedCalendars } from '../../../db/queries/calendars'
import { rulesNaming } from '../../../db/queries/rules-naming'
import { readCalendars } from '../../../rules/calendar'
import { workspaceProcedure } from '../../trpc'

/** The workspace's working hours by name, each with the rules that count with it. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const known = readCalendars(await storedCalendars(tx, workspaceId))
    const users = await rulesNaming(tx, workspaceId, Object.keys(known))
    return Object.entries(known).map(([id, { name, timeZone, version, week, holidays }]) => ({ id, name, timeZone, hours: { version, week, holidays }, usedBy: users.filter(({ names }) => names === id).map(({ ruleId, name: rule }) => ({ id: ruleId, name: rule })) }))
  }),
)
