import { z } from 'zod'
import { setTag } from '../../../db/queries/message-tag'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { MESSAGE_IDS } from './schema'

const INPUT = z.object({ ids: MESSAGE_IDS, tagId: z.uuid() })

/** Puts a tag on messages. Answers those it was not on before: message.untag with them is the undo. */
export const tag = writeProcedure.input(INPUT).mutation(({ ctx, input }) => change(ctx, { ...input, on: true }))

/** Takes a tag off messages. Answers those it was on: message.tag with them is the undo. */
export const untag = writeProcedure.input(INPUT).mutation(({ ctx, input }) => change(ctx, { ...input, on: false }))

type Caller = Pick<Parameters<Parameters<typeof writeProcedure.mutation>[0]>[0]['ctx'], 'actor' | 'db'>

function change({ actor, db }: Caller, request: { readonly ids: readonly string[]; readonly tagId: string; readonly on: boolean }) {
  return db(async (tx) => {
    const changed = await setTag(tx, { workspaceId: actor.workspaceId, ...request })
    if (changed === null) throw notFound('message or tag')
    for (const id of changed) await audit(tx, actor, { kind: 'message.tagged', subjectKind: 'message', subjectId: id, data: { tag: request.tagId, on: request.on } })
    return { changed }
  })
}
