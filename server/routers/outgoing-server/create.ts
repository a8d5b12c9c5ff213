import { notifyChanged } from '../../../db/client'
import { outgoingServer } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { z } from 'zod'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { PASSWORD } from '../account/schema'
import { OUTGOING_FIELDS } from './schema'
import { outgoingSecretPlace, outgoingServerOf, outgoingServerView } from './view'

const INPUT = z.object({ ...OUTGOING_FIELDS, priority: OUTGOING_FIELDS.priority.default(10), password: PASSWORD.nullable().default(null) })

/** Adds a server that mail is sent through. */
export const create = adminProcedure.input(INPUT).mutation(({ ctx, input: { password, ...fields } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const id = newId()
    const secret = password === null ? null : ctx.services.secrets.seal(password, outgoingSecretPlace(workspaceId, id))
    const inserted = await tx.insert(outgoingServer).values({ id, workspaceId, ...fields, secret }).onConflictDoNothing().returning({ id: outgoingServer.id })
    if (inserted.length === 0) throw conflict('conflict.name', 'There is an outgoing server with this name already.')
    await audit(tx, ctx.actor, { kind: 'outgoing server.created', subjectKind: 'outgoing server', subjectId: id })
    await notifyChanged(tx, workspaceId, 'outgoing server', [id])
    return outgoingServerView(await outgoingServerOf(tx, workspaceId, id))
  }),
)
