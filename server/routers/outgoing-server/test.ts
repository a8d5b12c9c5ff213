import { z } from 'zod'
import { testSmtp } from '../../../mail/connection-test'
import { adminProcedure } from '../../trpc'
import { PASSWORD } from '../account/schema'
import { OUTGOING_FIELDS } from './schema'
import { outgoingSecretPlace, outgoingServerOf } from './view'

const INPUT = z.union([
  /** A server before it is saved. */
  z.object({ server: OUTGOING_FIELDS.server, password: PASSWORD.nullable() }),
  /** A server as it is stored. */
  z.object({ id: z.uuid() }),
])

/** Tries the connection stage by stage, up to the sign-in, and sends nothing. */
export const test = adminProcedure.input(INPUT).mutation(async ({ ctx, input }) => {
  const { services, actor } = ctx
  const { server, password } = 'server' in input ? input : await ctx.db(async (tx) => {
    const row = await outgoingServerOf(tx, actor.workspaceId, input.id)
    return { server: row.server, password: row.secret === null ? null : services.secrets.open(row.secret, outgoingSecretPlace(actor.workspaceId, row.id)) }
  })
  const { user, ...place } = server
  return testSmtp({ ...place, login: password === null ? null : { user, password } }, services.guard)
})
