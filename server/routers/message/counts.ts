import { messageCounts } from '../../../db/queries/message-counts'
import { workspaceProcedure } from '../../trpc'

/** What stands beside inbox, stars, folders and tags. */
export const counts = workspaceProcedure.query(({ ctx }) => ctx.db((tx) => messageCounts(tx, ctx.actor.workspaceId)))
