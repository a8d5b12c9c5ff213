import { channels } from '../../../db/queries/channel'
import { workspaceProcedure } from '../../trpc'

/** The channels by name, with how much was posted to each and when last. */
export const list = workspaceProcedure.query(({ ctx }) => ctx.db((tx) => channels(tx, ctx.actor.workspaceId)))
