import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { perform } from '../../../activities/perform'
import { claimOutgoing, enterCalling } from '../../../activities/send/claim'
import { requestCancel, withdrawMails } from '../../../db/queries/cancel-execution'
import { newId } from '../../../db/schema/columns'
import { graphOf, tagEverything } from '../../support/rules'
import { replying, type SafetyBench } from '../../support/safety-bench'

/** What a person switches off stays off, at any moment. */
export function killSwitch(here: SafetyBench): void {
  const { rule, deliver, go, rows, subject, passed, stepOf, executionOf, repliesOf } = here

  describe('the kill switch of an account', () => {
    const halt = () =>
      here.office.ask(async (tx) => {
        await tx.execute(sql`update account set halted = true where id = ${here.account.accountId}`)
        await withdrawMails(tx, here.office.workspaceId, await requestCancel(tx, { workspaceId: here.office.workspaceId, accountId: here.account.accountId }))
      })

    test('thrown while an effect is claimed, it is looked at again before the call, and nothing is asked of anybody', async () => {
      await rule(graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: here.account.mailboxes.Invoices } }, tag: { type: 'tag.add', config: { tag: 'Moved' } } }, [['start', 'move'], ['move', 'tag']]))
      const { executionIds: [id = ''], messageId } = await deliver()
      await go(id)
      await perform({ ...here.deps, fault: async (site) => (site === 'perform: after claim' ? halt() : undefined) }, { ...subject(id), stepId: 'move' })
      await go(id)
      expect((await rows(sql`select state, calling_at from claim where execution_id = ${id}`))[0]).toMatchObject({ state: 'failed', calling_at: null })
      expect(await rows(sql`select b.name from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = ${messageId}`)).toEqual([{ name: 'INBOX' }])
      expect(await executionOf(id)).toMatchObject({ state: 'cancelled' })
      expect(await stepOf(id, 'tag')).toMatchObject({ state: 'skipped', reason: 'not on the path taken' })
    })
    test('it withdraws mails that have not begun to leave, cancels what waits, and starts nothing new', async () => {
      await rule(replying())
      const { executionIds: [id] } = await deliver()
      await go(id)
      await halt()
      expect(await repliesOf()).toMatchObject([{ state: 'cancelled' }])
      await go(id)
      expect(await executionOf(id)).toMatchObject({ state: 'cancelled' })
      const next = await deliver()
      expect(next.executionIds).toEqual([])
      expect(await passed(next.messageId)).toMatchObject([{ reason: 'automation off' }])
    })
    test('a mail that is claimed when it is thrown does not leave; what a person wrote does', async () => {
      await rule(replying())
      await go((await deliver()).executionIds[0])
      const [mail] = await repliesOf()
      const input = { workspaceId: here.office.workspaceId, outgoingMessageId: String(mail?.id) }
      const taken = await here.office.ask((tx) => claimOutgoing(tx, input, { leaseSeconds: 60 }))
      await here.office.ask((tx) => tx.execute(sql`update account set halted = true where id = ${here.account.accountId}`))
      const leave = () => here.office.ask(async (tx) => enterCalling(tx, taken?.claim ?? { ...input, token: newId() }, { leaseSeconds: 60 }))
      await expect(leave()).rejects.toMatchObject({ code: 'claim lost' })
      await here.office.ask((tx) => tx.execute(sql`update outgoing_message set automatic = false, execution_id = null where id = ${input.outgoingMessageId}`))
      await expect(leave()).resolves.toBeUndefined()
    })
    test('other accounts go on', async () => {
      await halt()
      await here.moveOn()
      await rule(tagEverything())
      expect((await deliver()).executionIds).toHaveLength(1)
    })
  })
}
