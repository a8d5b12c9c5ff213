import { notifyChanged } from '../../db/client'
import { moveCursor } from '../../db/queries/mailbox-cursor'
import { removeGone, takeFlags } from '../../db/queries/placement-sync'
import { flagChanges, flagsOf } from '../../mail/imap/changes'
import { normalFlags } from '../../mail/imap/normal-flags'
import type { ChangedFlags } from '../../mail/imap/select'
import type { OpenMailbox } from './open-mailbox'
import { commitAs, type Watch } from './watch'

/**
 * Takes over what changed on known messages since the cursor: flags, and what is gone. Both are applied in the transaction that moves the mod-sequence,
 * never after it (RFC 7162: what is skipped once is not told again). Call it right after the mailbox was opened.
 * Returns false when the server could not say what is gone: compare UIDs.
 */
export async function applyDelta(watch: Watch, box: OpenMailbox): Promise<boolean> {
  const { server } = box
  const flags = await changedFlags(watch, box)
  const gone = server.vanished ?? []
  await commitAs(watch, async (tx) => {
    const removed = await removeGone(tx, box.life, gone)
    const flagged = await takeFlags(tx, box.life, flags.map(({ uid, flags: now }) => ({ uid, flags: normalFlags(now) })))
    if (box.modseq !== server.highestModseq) await moveCursor(tx, watch.workspaceId, box.row.id, { highestModseq: server.highestModseq })
    const changed = [...removed, ...flagged]
    if (changed.length > 0) await notifyChanged(tx, watch.workspaceId, 'message', changed)
  })
  box.modseq = server.highestModseq
  return server.vanished !== null
}

async function changedFlags({ connection }: Watch, { server, modseq }: OpenMailbox): Promise<readonly ChangedFlags[]> {
  if (server.changed !== null) return server.changed
  if (server.messages === 0) return []
  // A mod-sequence that went backwards, or is not there, says nothing: all flags are compared.
  const reliable = modseq !== null && server.highestModseq !== null && server.highestModseq >= modseq
  if (!reliable) return flagsOf(connection, '1:*')
  return server.highestModseq === modseq ? [] : flagChanges(connection, modseq)
}
