import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { decideApproval } from '../../db/queries/approval-decide'
import { hookReceived, lockHook } from '../../db/queries/decide-waits'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { changeRecord } from '../../db/queries/record-change'
import { hookDelivery } from '../../db/schema'
import type { Headless } from '../support/headless'
import { rawOf } from '../support/mails'
import { sendUntilTaken } from '../support/sender'
import type { ChaosOffice } from './office'

const Open = z.object({
  waitId: z.string(), step: z.string(), executionId: z.string(), subject: z.string(), sender: z.string(), mail: z.string(),
  approvalId: z.string().nullable(), recordId: z.string(), revision: z.number(),
})
type OpenWait = z.infer<typeof Open>

/**
 * What people and programs do about the waits that listen: each is answered once, and what was answered is never answered again, so that a wait whose event got lost
 * stays open. `round` throws when the database does not answer; then the next one goes on from there.
 */
export function peopleOf({ database, gatewayPort }: Headless, { workspaceId, userId, hookRef, heard }: ChaosOffice): { round(): Promise<void> } {
  const answered = new Set<string>()
  const openWaits = async () => {
    const rows = await database.inWorkspace(workspaceId, (tx) => tx.execute(sql`
      select w.id as "waitId", w.step_id as step, e.id as "executionId", m.subject, m.from_address as sender, m.message_id_header as mail, (select p.id from approval p where p.wait_id = w.id) as "approvalId", r.id as "recordId", r.revision
      from wait w join execution e on e.id = w.execution_id join message m on m.id = e.message_id join record r on r.message_id = m.id where e.account_id = ${heard.accountId} and w.port is null`))
    return z.array(Open).parse(rows).filter(({ waitId }) => !answered.has(waitId))
  }
  const decide = (wait: OpenWait, verdict: 'approved' | 'rejected') =>
    database.inWorkspace(workspaceId, (tx) => decideApproval(tx, { workspaceId, approvalId: wait.approvalId ?? '', verdict, note: '', by: 'app', now: new Date() }))
  const acts: Readonly<Record<string, (wait: OpenWait) => Promise<unknown>>> = {
    reply: ({ waitId, subject, sender, mail }) => sendUntilTaken(gatewayPort, sender, heard.address, rawOf({ subject: `Re: ${subject}`, from: sender, to: heard.address, inReplyTo: mail, id: `<reply-${waitId}@out.example>` })),
    yes: (wait) => decide(wait, 'approved'),
    no: (wait) => decide(wait, 'rejected'),
    hook: ({ waitId, subject }) => database.inWorkspace(workspaceId, async (tx) => {
      await lockHook(tx, workspaceId, hookRef)
      await tx.insert(hookDelivery).values({ workspaceId, hookId: hookRef, key: waitId, payload: { subject } })
      await hookReceived(tx, workspaceId, hookRef)
    }),
    record: ({ recordId, revision }) => database.inWorkspace(workspaceId, (tx) => changeRecord(tx, { workspaceId, recordId, userId, revision, change: { kind: 'stage', stage: 'done' } })),
    // Nobody has until tomorrow: the night is over at once.
    night: ({ waitId, executionId }) => database.inWorkspace(workspaceId, async (tx) => {
      await tx.execute(sql`update wait set due_at = now() where id = ${waitId}::uuid and port is null`)
      await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: executionId }])
    }),
  }
  return {
    async round() {
      for (const wait of await openWaits()) {
        const act = acts[wait.step]
        if (act === undefined) continue
        await act(wait)
        answered.add(wait.waitId)
      }
    },
  }
}
