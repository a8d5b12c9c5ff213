import { z } from 'zod'
import { setSnoozed } from '../../../db/queries/message-care'
import { whereabouts } from '../../../db/queries/message-where'
import { audit } from '../../audit'
import { invalid, notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { MESSAGE_IDS } from './schema'

/** Takes mails out of the inbox list until a time, here only; null brings them back. Answers those it changed, and until when they were out of sight before. */
export const snooze = writeProcedure.input(z.object({ ids: MESSAGE_IDS, until: z.iso.datetime().nullable() })).mutation(({ ctx, input: { ids, until } }) =>
  ctx.db(async (tx) => {
    const { actor, services } = ctx
    if ((await whereabouts(tx, actor.workspaceId, ids)) === null) throw notFound('message')
    const time = until === null ? null : new Date(until)
    if (time !== null && time <= services.now()) throw invalid('invalid.until', 'Choose a time that is still to come.')
    const { changed, before } = await setSnoozed(tx, actor.workspaceId, ids, time)
    for (const id of changed) await audit(tx, actor, { kind: 'message.snoozed', subjectKind: 'message', subjectId: id, data: { until } })
    return { changed, before: before.map(({ value, ids: were }) => ({ until: value !== null && value > services.now() ? value.toISOString() : null, ids: were })) }
  }),
)
