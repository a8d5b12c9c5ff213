import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { ingest } from '../../../activities/ingest'
import { bytesOf, outgoingRow } from '../../../activities/send/outgoing'
import { received } from '../../support/mails'
import { graphOf, tagEverything } from '../../support/rules'
import { replying, REPLY, type SafetyBench } from '../../support/safety-bench'

/** Programs that answer one another. */
export function loops(here: SafetyBench): void {
  const { rule, deliver, go, rows, passed, stepOf, repliesOf, alertsOf } = here

  describe('loops', () => {
    /** The automatic reply to a mail, as it arrives at an account. */
    async function bytesOfReply(at: number): Promise<Buffer> {
      const id = String((await repliesOf())[at]?.id)
      const row = await here.office.ask((tx) => outgoingRow(tx, { workspaceId: here.office.workspaceId, outgoingMessageId: id }, false))
      if (row === null) throw new Error('There is no reply.')
      return bytesOf(row, here.deps.links, new Date())
    }

    test('two accounts that both answer automatically exchange one mail, not two', async () => {
      const other = await here.newAccount()
      await rule(replying())
      await rule(replying(), { accountId: other.accountId })
      await go((await deliver({ from: other.address })).executionIds[0])
      const [arrived] = await ingest(here.deps, { workspaceId: here.office.workspaceId, accountId: other.accountId, mails: [await received(await bytesOfReply(0))] })
      await go(arrived?.executionIds[0])
      expect(await stepOf(arrived?.executionIds[0], 'reply')).toMatchObject({ state: 'skipped', reason: 'suppressed', detail: 'automatic' })
      expect(await rows(sql`select id from outgoing_message where account_id = ${other.accountId}`)).toEqual([])
    })
    test('a program that answers ours as a person would gets so many answers an hour and a day, as the workspace says [LOP-04]', async () => {
      await here.office.ask((tx) => tx.execute(sql`update workspace set limits = '{"repliesPerAddressAndHour": 3, "repliesPerAddressAndDay": 4}' where id = ${here.office.workspaceId}`))
      await rule(replying())
      const send = async () => go((await deliver({ from: 'robot@bouw.example' })).executionIds[0])
      for (let n = 0; n < 5; n += 1) await send()
      expect(await repliesOf()).toHaveLength(3)
      await rows(sql`update outgoing_message set created_at = now() - interval '2 hours' where account_id = ${here.account.accountId}`)
      for (let n = 0; n < 3; n += 1) await send()
      expect(await repliesOf()).toHaveLength(4)
    })
    test('a mail that came three hops from other installations sets nothing off, and the owner hears of it', async () => {
      const { ruleId } = await rule(tagEverything())
      const [second, third] = [await deliver({ headers: ['X-Postroom-Hop: 2'] }), await deliver({ headers: ['X-Postroom-Hop: 3'] })]
      expect([second, third].map(({ executionIds }) => executionIds.length)).toEqual([1, 0])
      expect(await passed(third.messageId)).toMatchObject([{ reason: 'loop guard' }])
      expect(await alertsOf(ruleId)).toEqual([{ kind: 'loop guard', count: 1 }])
    })
    test('a rule is not set off by its own mail without its author’s consent', async () => {
      const graph = { ...graphOf({ ...REPLY, tag: { type: 'tag.add', config: { tag: 'Seen' } } }, [['start', 'tag'], ['tag', 'reply']]) }
      for (const [mayFollowItself, expected] of [[undefined, 0], [true, 1]] as const) {
        await here.moveOn()
        await rule({ ...graph, mayFollowItself })
        await go((await deliver()).executionIds[0])
        const [back] = await ingest(here.deps, { workspaceId: here.office.workspaceId, accountId: here.account.accountId, mails: [await received(await bytesOfReply(0))] })
        expect(back?.executionIds).toHaveLength(expected)
      }
    })
    test('our own address is never answered [LOP-05]', async () => {
      await rule(replying())
      const { executionIds: [id] } = await deliver({ from: here.account.address.toUpperCase() })
      await go(id)
      expect(await stepOf(id, 'reply')).toMatchObject({ state: 'skipped', reason: 'suppressed', detail: 'own address' })
    })
    test('mail that names none of our addresses is not answered', async () => {
      await rule(replying())
      const { executionIds: [id] } = await deliver({ to: 'everybody@elsewhere.example' })
      await go(id)
      expect(await stepOf(id, 'reply')).toMatchObject({ reason: 'suppressed', detail: 'not addressed' })
    })
  })
}
