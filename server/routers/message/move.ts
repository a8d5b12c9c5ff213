import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { moveMessages } from '../../../db/queries/mailbox-change'
import { mailboxesOfRole, whereabouts, type Whereabouts } from '../../../db/queries/message-where'
import { mailbox } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { Failure } from '../../../mail/failure'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import { invalid, notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { MESSAGE_IDS } from './schema'

/** What moved, and how to put it back: one message.move per entry of `undo`. */
export interface Moved {
  readonly changed: readonly string[]
  readonly undo: readonly { readonly mailboxId: string; readonly ids: readonly string[] }[]
}

/** Moves mails to a folder of their own account, here at once and then on their server. */
export const move = writeProcedure.input(z.object({ ids: MESSAGE_IDS, mailboxId: z.uuid() })).mutation(({ ctx, input }): Promise<Moved> =>
  ctx.db(async (tx) => {
    const places = await placesOf(tx, ctx.actor.workspaceId, input.ids)
    const [target] = await tx.select({ accountId: mailbox.accountId }).from(mailbox).where(and(eq(mailbox.workspaceId, ctx.actor.workspaceId), eq(mailbox.id, input.mailboxId), eq(mailbox.present, true)))
    if (target === undefined) throw notFound('folder')
    if (places.some(({ accountId }) => accountId !== target.accountId)) throw invalid('invalid.mailbox', 'That folder belongs to another account. Choose one of the account the mail is in.')
    return moveTo(tx, ctx.actor, places, input.mailboxId)
  }),
)

/** Moves mails to the archive, trash, junk or inbox of their own account. */
export const moveToRole = writeProcedure.input(z.object({ ids: MESSAGE_IDS, role: z.enum(['archive', 'trash', 'junk', 'inbox']) })).mutation(({ ctx, input }): Promise<Moved> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const places = await placesOf(tx, workspaceId, input.ids)
    const accountIds = [...new Set(places.map(({ accountId }) => accountId))]
    const targets = await mailboxesOfRole(tx, workspaceId, accountIds, input.role)
    if (targets.size < accountIds.length) throw new Failure('mailbox.missing', { retry: 'no', publicMessage: `The account has no folder for ${input.role}. Make one on the server, or move the mail to a folder by name.` })
    const moved: Moved[] = []
    for (const [accountId, mailboxId] of targets) moved.push(await moveTo(tx, ctx.actor, places.filter((place) => place.accountId === accountId), mailboxId))
    return { changed: moved.flatMap(({ changed }) => changed), undo: moved.flatMap(({ undo }) => undo) }
  }),
)

async function placesOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<readonly Whereabouts[]> {
  const places = await whereabouts(tx, workspaceId, ids)
  if (places === null) throw notFound('message')
  return places
}

async function moveTo(tx: Tx, actor: Actor, places: readonly Whereabouts[], mailboxId: string): Promise<Moved> {
  const changed = await moveMessages(tx, actor.workspaceId, { messageIds: places.map(({ id }) => id), mailboxId, userId: actor.userId })
  for (const id of changed) await audit(tx, actor, { kind: 'message.moved', subjectKind: 'message', subjectId: id, data: { to: mailboxId } })
  const before = places.filter(({ id }) => changed.includes(id))
  const sources = new Set(before.flatMap((place) => place.mailboxId ?? []))
  return { changed, undo: [...sources].map((source) => ({ mailboxId: source, ids: before.filter((place) => place.mailboxId === source).map(({ id }) => id) })) }
}
