import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { outgoingServer } from '../../../db/schema'
import { audit } from '../../audit'
import { conflict, invalid } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { keepsPassword } from '../account/same-server'
import { PASSWORD } from '../account/schema'
import { OUTGOING_FIELDS } from './schema'
import { outgoingSecretPlace, outgoingServerOf, outgoingServerView } from './view'

/** `password`: absent keeps it, null forgets it; needed with another host or without encryption, because a stored password is only ever sent to the server it was entered for. */
const INPUT = z.object({ id: z.uuid(), ...z.object(OUTGOING_FIELDS).partial().shape, password: PASSWORD.nullable().optional() })

/** Changes what is given and leaves the rest. Mail already being sent goes on as it began. */
export const update = adminProcedure.input(INPUT).mutation(({ ctx, input: { id, password, ...changes } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await outgoingServerOf(tx, workspaceId, id)
    if (changes.name !== undefined) {
      const twins = await tx.select({ id: outgoingServer.id }).from(outgoingServer).where(and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.name, changes.name), ne(outgoingServer.id, id)))
      if (twins.length > 0) throw conflict('conflict.name', 'There is an outgoing server with this name already.')
    }
    if (password === undefined && before.secret !== null && changes.server !== undefined && !keepsPassword(before.server, changes.server)) {
      throw invalid('invalid.password', 'Enter the password again: it is only sent to the server it was entered for.')
    }
    const secret = password === undefined ? before.secret : password === null ? null : ctx.services.secrets.seal(password, outgoingSecretPlace(workspaceId, id))
    await tx.update(outgoingServer).set({ ...changes, secret }).where(and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.id, id)))
    await audit(tx, ctx.actor, { kind: 'outgoing server.updated', subjectKind: 'outgoing server', subjectId: id })
    await notifyChanged(tx, workspaceId, 'outgoing server', [id])
    return outgoingServerView(await outgoingServerOf(tx, workspaceId, id))
  }),
)
