import { z } from 'zod'
import { setMessageFlags } from '../../../db/queries/mailbox-change'
import { whereabouts } from '../../../db/queries/message-where'
import type { Tx } from '../../../db/client'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { MESSAGE_IDS } from './schema'

/** Marks mails read or unread, here at once and then on their server. Answers those it changed: the same call the other way round is the undo. */
export const setRead = writeProcedure
  .input(z.object({ ids: MESSAGE_IDS, read: z.boolean() }))
  .mutation(({ ctx, input }) => ctx.db((tx) => setFlag(tx, ctx.actor, { ids: input.ids, flag: '\\Seen', on: input.read })))

/** Stars mails or takes the star away, here at once and then on their server. Answers those it changed. */
export const star = writeProcedure
  .input(z.object({ ids: MESSAGE_IDS, starred: z.boolean() }))
  .mutation(({ ctx, input }) => ctx.db((tx) => setFlag(tx, ctx.actor, { ids: input.ids, flag: '\\Flagged', on: input.starred })))

async function setFlag(tx: Tx, actor: Actor, { ids, flag, on }: { readonly ids: readonly string[]; readonly flag: string; readonly on: boolean }): Promise<{ readonly changed: readonly string[] }> {
  if ((await whereabouts(tx, actor.workspaceId, ids)) === null) throw notFound('message')
  const changed = await setMessageFlags(tx, actor.workspaceId, { messageIds: ids, add: on ? [flag] : [], remove: on ? [] : [flag], userId: actor.userId })
  for (const id of changed) await audit(tx, actor, { kind: 'message.flagged', subjectKind: 'message', subjectId: id, data: { flag, on } })
  return { changed }
}
