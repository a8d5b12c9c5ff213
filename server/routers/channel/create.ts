import { z } from 'zod'
import { channelNamed, makeChannel } from '../../../db/queries/channel'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'

/** Makes a channel. */
export const create = writeProcedure.input(z.object({ name: z.string().trim().min(1).max(64) })).mutation(({ ctx, input: { name } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    if ((await channelNamed(tx, workspaceId, name)) !== null) throw conflict('conflict.name', 'There is a channel with this name already.')
    const id = await makeChannel(tx, workspaceId, name, userId)
    if (id === null) throw conflict('conflict.name', 'There is a channel with this name already.')
    await audit(tx, ctx.actor, { kind: 'channel.created', subjectKind: 'channel', subjectId: id })
    return { id, name }
  }),
)
