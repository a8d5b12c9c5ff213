import { notifyChanged } from '../../db/client'
import { mailboxCursor, recountMailbox, type MailboxCursor } from '../../db/queries/mailbox-cursor'
import { applyDelta } from './delta'
import { persistently } from './errors'
import { openMailbox, type OpenMailbox } from './open-mailbox'
import { forgetPast, reconcile } from './reconcile'
import { passGaps, takeNew } from './take-new'
import { superseded, type Watch } from './watch'

/**
 * Opens a mailbox and brings it up to date: changed flags, what is gone, what is new. `opened` is called as soon as the server has it open, so that a
 * listener misses nothing that happens meanwhile. `thorough` compares all UIDs even where the server told what is gone.
 */
export async function visit(watch: Watch, mailboxId: string, { thorough, opened = () => undefined }: { readonly thorough: boolean; readonly opened?: () => void }): Promise<OpenMailbox> {
  const box = await openMailbox(watch, await freshCursor(watch, mailboxId))
  opened()
  const toldGone = await applyDelta(watch, box)
  await takeNew(watch, box)
  await passGaps(watch, box)
  if (thorough || !toldGone) await reconcile(watch, box)
  if (box.backfilledTo <= 1) await forgetPast(watch, box)
  await recount(watch, box)
  return box
}

/** Corrects the numbers beside the mailbox's name. */
export async function recount(watch: Watch, box: OpenMailbox): Promise<void> {
  const { workspaceId } = watch
  await persistently(() =>
    watch.database.inWorkspace(workspaceId, async (tx) => {
      if (await recountMailbox(tx, workspaceId, box.row.id)) await notifyChanged(tx, workspaceId, 'mailbox', [box.row.id])
    }),
  )
}

async function freshCursor({ database, workspaceId }: Watch, mailboxId: string): Promise<MailboxCursor> {
  const row = await database.inWorkspace(workspaceId, (tx) => mailboxCursor(tx, workspaceId, mailboxId))
  if (row === null) throw superseded()
  return row
}
