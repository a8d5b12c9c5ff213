import { outgoingSummary } from '../../../db/queries/outgoing-summary'
import { workspaceProcedure } from '../../trpc'

/** Counts per state, failures grouped by cause, and how each outgoing server fares. */
export const summary = workspaceProcedure.query(({ ctx }) => ctx.db((tx) => outgoingSummary(tx, ctx.actor.workspaceId)))
