import { verifyAudit } from '../../../db/queries/audit-chain'
import { adminProcedure } from '../../trpc'

/** Follows the chain of the workspace's audit events and names each that is not as it was written. Write `last` and `hash` down elsewhere, and a later cut shows too. */
export const verify = adminProcedure.query(({ ctx }) => ctx.db((tx) => verifyAudit(tx, ctx.actor.workspaceId)))
