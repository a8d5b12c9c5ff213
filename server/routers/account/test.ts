import { z } from 'zod'
import { testImap } from '../../../mail/connection-test'
import { invalid } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { PASSWORD, SERVER } from './schema'
import { accountOf, accountSecretPlace } from './view'

const INPUT = z.union([
  /** A server before it is saved. */
  z.object({ imap: SERVER, password: PASSWORD }),
  /** An account as it is stored. */
  z.object({ id: z.uuid() }),
])

/** Tries the connection stage by stage and says where it stops, why, and what would help. Changes nothing. */
export const test = adminProcedure.input(INPUT).mutation(async ({ ctx, input }) => {
  const { services, actor } = ctx
  if ('imap' in input) return testImap({ ...input.imap, secret: { password: input.password } }, services.guard)
  const { id, imap, imapSecret } = await ctx.db((tx) => accountOf(tx, actor.workspaceId, input.id))
  if (imap === null || imapSecret === null) throw invalid('invalid.kind', 'This account has no server and password to try.')
  const password = services.secrets.open(imapSecret, accountSecretPlace(actor.workspaceId, id))
  return testImap({ ...imap, secret: { password } }, services.guard)
})
