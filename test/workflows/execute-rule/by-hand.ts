import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { requestCancel } from '../../../db/queries/cancel-execution'
import { rerun } from '../../../server/rerun'
import { move, reply, ticket, wait, type RuleOffice } from '../../support/rule-office'
import { graphOf, tag } from '../../support/rules'
import { until } from '../../support/until'

/** What a person says of an execution. */
export function byHand(here: RuleOffice): void {
  const { rule, deliver, replies, executions, ended, parked, stateOf, mode } = here

  describe('a person’s word', () => {
    test('cancelling ends a waiting execution, closes its wait and lets the ledger stand', async () => {
      await rule(graphOf({ tag: tag('Before'), wait: wait('replied'), late: tag('Late') }, [['start', 'tag'], ['tag', 'wait'], ['wait:replied', 'late']]))
      await deliver()
      const [waiting] = await parked()
      await here.office.ask((tx) => requestCancel(tx, { workspaceId: here.office.workspaceId, executionId: String(waiting?.id) }))
      const [execution] = await ended()
      expect(execution?.state).toBe('cancelled')
      expect(await stateOf(execution?.id)).toMatchObject({ tag: 'next', wait: 'cancelled', late: 'cancelled' })
      const [row] = await here.office.ask((tx) => tx.execute(sql`select port from wait where execution_id = ${execution?.id as string}`))
      expect(row?.port).toBe('cancelled')
    })

    test('cancelling withdraws a mail that has not begun to leave', async () => {
      await rule(graphOf({ reply }, [['start', 'reply']]))
      here.sink.fail({ at: 'mail', code: 451 }, { at: 'mail', code: 451 }, { at: 'mail', code: 451 })
      await deliver()
      const [waiting] = await until('the mail is deferred', async () => {
        const rows = await here.office.ask((tx) => tx.execute(sql`select execution_id from outgoing_message o where o.account_id = ${here.account.accountId} and o.state = 'deferred'`))
        return rows.length > 0 ? rows : null
      })
      await here.office.ask((tx) => requestCancel(tx, { workspaceId: here.office.workspaceId, executionId: String(waiting?.execution_id) }))
      const [execution] = await ended()
      expect(execution?.state).toBe('cancelled')
      here.sink.clear()
    })

    test('running a failed one again from the failed step does that step alone', async () => {
      await rule(graphOf({ ticket, reply }, [['start', 'ticket'], ['ticket', 'reply']]))
      here.sink.fail({ at: 'rcpt', code: 550 })
      await deliver()
      const [failed] = await ended()
      expect(failed?.state).toBe('failed')
      const again = await here.office.ask((tx) => rerun(tx, { workspaceId: here.office.workspaceId, executionId: String(failed?.id), as: 'from failed', version: 'original', userId: here.office.userId }))
      const row = await until('the rerun ends', async () => (await executions()).find(({ id, ended_at }) => id === again && ended_at !== null))
      expect(row).toMatchObject({ state: 'done', rerun_of: failed?.id })
      const mine = replies()
      expect(mine).toHaveLength(1)
      const [records] = await here.office.ask((tx) => tx.execute(sql`select count(*)::int as n from record where message_id = ${failed?.message_id as string}`))
      expect(records?.n).toBe(1)
    })

    test('running a whole one again does nothing twice', async () => {
      await rule(graphOf({ ticket, move: move(here), reply }, [['start', 'ticket'], ['ticket', 'move'], ['move', 'reply']]))
      await deliver()
      const [first] = await ended()
      const again = await here.office.ask((tx) => rerun(tx, { workspaceId: here.office.workspaceId, executionId: String(first?.id), as: 'whole', version: 'original', userId: here.office.userId }))
      const row = await until('the rerun ends', async () => (await executions()).find(({ id, ended_at }) => id === again && ended_at !== null))
      expect(row?.state).toBe('done')
      expect(replies()).toHaveLength(1)
      const [counts] = await here.office.ask((tx) => tx.execute(sql`
        select (select count(*)::int from record where message_id = ${first?.message_id as string}) as records, (select count(*)::int from claim where execution_id in ${[first?.id, again]}) as claims`))
      expect(counts).toEqual({ records: 1, claims: 1 })
    })

    test('does once more what a person ticked, under keys of its own, and a rerun of that rerun does not', async () => {
      const own = { ...ticket, config: { ...ticket.config, reuseOfThread: false } }
      await rule(graphOf({ ticket: own, star: { type: 'message.star', config: { starred: true } }, tag: tag('Seen') }, [['start', 'ticket'], ['ticket', 'star'], ['star', 'tag']]))
      await deliver()
      const [first] = await ended()
      const again = async (of: unknown, how: Partial<Parameters<typeof rerun>[1]>) => {
        const id = await here.office.ask((tx) => rerun(tx, { workspaceId: here.office.workspaceId, executionId: String(of), as: 'whole', version: 'original', userId: here.office.userId, ...how }))
        const row = await until('the rerun ends', async () => (await executions()).find((row) => row.id === id && row.ended_at !== null))
        expect(row?.state).toBe('done')
        return id
      }
      const counted = async () => (await here.office.ask((tx) => tx.execute(sql`
        select (select count(*)::int from record where message_id = ${first?.message_id as string}) as tickets, (select count(*)::int from claim where step_id = 'star' and execution_id in (select id from execution where account_id = ${here.account.accountId})) as claims`)))[0]
      const whole = await again(first?.id, { repeatDone: ['ticket', 'star', 'no such step'] })
      expect(await counted()).toEqual({ tickets: 2, claims: 2 })
      await again(whole, {})
      expect(await counted(), 'a rerun takes over what the rerun before it did').toEqual({ tickets: 2, claims: 2 })
      await again(whole, { as: 'from failed', repeatDone: ['ticket'] })
      expect(await counted()).toEqual({ tickets: 3, claims: 2 })
      await again(whole, { as: 'dry run', repeatDone: ['ticket'] })
      expect(await counted()).toEqual({ tickets: 3, claims: 2 })
    })

    test('an account switched to off while a rule waits changes nothing for it', async () => {
      await rule(graphOf({ wait: wait('nothing', 1), tag: tag('Late') }, [['start', 'wait'], ['wait:elapsed', 'tag']]))
      await deliver()
      await parked()
      await mode('off')
      const [execution] = await ended()
      expect(execution).toMatchObject({ state: 'done', mode: 'live' })
    })
  })
}
