import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { perform } from '../../../activities/perform'
import { requestCancel } from '../../../db/queries/cancel-execution'
import { holdTheRest, pauseStanding, releaseHeld } from '../../../db/queries/rule-standing'
import { graphOf } from '../../support/rules'
import { replying, type SafetyBench } from '../../support/safety-bench'

/** So many effects an hour. */
export function budget(here: SafetyBench): void {
  const { rule, deliver, go, rows, subject, passed, executionOf, repliesOf, alertsOf, alertMailsOf } = here

  describe('the budget of a rule', () => {
    async function crossing(): Promise<{ readonly ruleId: string; readonly all: readonly string[]; readonly held: string }> {
      const { ruleId } = await rule(replying({ effectBudgetPerHour: 2 }))
      const all = (await Promise.all(['one', 'two', 'three'].map((who) => deliver({ from: `${who}@bouw.example` })))).flatMap(({ executionIds }) => executionIds)
      const waiting = await deliver({ from: 'four@bouw.example' })
      await Promise.all(all.map((id) => go(id)))
      const held = []
      for (const id of all) if ((await executionOf(id))?.held === true) held.push(id)
      expect(held).toHaveLength(1)
      return { ruleId, all: [...all, ...waiting.executionIds], held: held[0] ?? '' }
    }

    test('of three that come at once the third pauses the rule, is held with all that have not begun, and tells the owner', async () => {
      const { ruleId, all, held } = await crossing()
      expect(await repliesOf()).toHaveLength(2)
      expect((await rows(sql`select state, paused_because, pause_mode from rule where id = ${ruleId}`))[0]).toEqual({ state: 'paused', paused_because: 'budget', pause_mode: 'catch up' })
      expect(await executionOf(held)).toMatchObject({ state: 'waiting', held: true, parked: true })
      expect(await executionOf(all[3])).toMatchObject({ held: true })
      expect(await alertsOf(ruleId)).toEqual([{ kind: 'rule over budget', count: 1 }])
      expect(await alertMailsOf()).toBe(1)
      const late = await deliver({ from: 'five@bouw.example' })
      expect(await passed(late.messageId)).toMatchObject([{ reason: 'paused' }])
      expect(await here.office.ask((tx) => pauseStanding(tx, here.office.workspaceId, ruleId))).toMatchObject({ pausedBecause: 'budget', held: 2, missed: 1 })
    })
    test('going over it all again, as after a crash, counts nothing twice and lets nothing go', async () => {
      const { ruleId, all } = await crossing()
      for (const id of [...all, ...all]) await go(id)
      expect(await repliesOf()).toHaveLength(2)
      expect((await rows(sql`select count(*)::int as n from rule_effect where rule_id = ${ruleId}`))[0]).toEqual({ n: 2 })
      expect(await alertsOf(ruleId)).toEqual([{ kind: 'rule over budget', count: 1 }])
    })
    test('what a person lets go on goes on, all of it, and is not counted again', async () => {
      const { ruleId, all } = await crossing()
      await here.office.ask((tx) => releaseHeld(tx, here.office.workspaceId, ruleId))
      for (const id of all) await go(id)
      expect(await repliesOf()).toHaveLength(4)
      expect((await rows(sql`select count(*)::int as n from rule_effect where rule_id = ${ruleId}`))[0]).toEqual({ n: 0 })
    })
    test('what a person discards is cancelled, and sends nothing', async () => {
      const { ruleId, all, held } = await crossing()
      await here.office.ask(async (tx) => {
        await holdTheRest(tx, here.office.workspaceId, ruleId)
        await requestCancel(tx, { workspaceId: here.office.workspaceId, ruleId, heldOnly: true })
      })
      for (const id of all) await go(id)
      expect(await repliesOf()).toHaveLength(2)
      expect([await executionOf(held), await executionOf(all[3])]).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }])
    })
    test('a call of a mail server counts as a mail does, and is not made', async () => {
      await rule({ ...graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: here.account.mailboxes.Invoices } } }, [['start', 'move']]), effectBudgetPerHour: 1 })
      const [first, second] = [(await deliver()).executionIds[0] ?? '', (await deliver()).executionIds[0] ?? '']
      for (const id of [first, second]) {
        await go(id)
        await perform(here.deps, { ...subject(id), stepId: 'move' })
      }
      expect([await executionOf(first), await executionOf(second)]).toMatchObject([{ state: 'done' }, { state: 'waiting', held: true }])
      expect(await rows(sql`select execution_id from claim where execution_id in (${first}::uuid, ${second}::uuid)`)).toEqual([{ execution_id: first }])
      expect(await go(second)).toMatchObject({ held: true, ended: null })
    })
    test('a reply that is withheld uses nothing up', async () => {
      const { ruleId } = await rule(replying())
      await go((await deliver({ headers: ['Auto-Submitted: auto-generated'] })).executionIds[0])
      expect((await rows(sql`select count(*)::int as n from rule_effect where rule_id = ${ruleId}`))[0]).toEqual({ n: 0 })
    })
  })
}
