import { hookList } from '../../../db/queries/hook-list'
import { workspaceProcedure } from '../../trpc'
import { addressOf } from './view'

/** The workspace's hooks by name, with the rules that use each and when it was called last. Never the secrets. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => (await hookList(tx, ctx.actor.workspaceId)).map((row) => ({ ...row, address: addressOf(ctx.services, row.id) }))),
)
