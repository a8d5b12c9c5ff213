import { z } from 'zod'
import { addRecordNote } from '../../../db/queries/record-change'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'

/** Adds a note for colleagues; it never leaves the house. */
export const addNote = writeProcedure.input(z.object({ id: z.uuid(), text: z.string().trim().min(1).max(20_000) })).mutation(({ ctx, input: { id, text } }) =>
  ctx.db(async (tx) => {
    const note = await addRecordNote(tx, ctx.actor.workspaceId, id, ctx.actor.userId, text)
    await audit(tx, ctx.actor, { kind: 'record.changed', subjectKind: 'record', subjectId: id, data: { what: 'note' } })
    return note
  }),
)
