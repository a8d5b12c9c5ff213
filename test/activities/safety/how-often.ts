import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { advance } from '../../../activities/advance'
import type { RuleGraph } from '../../../rules/graph'
import { freshId } from '../../support/mails'
import { graphOf, tagEverything } from '../../support/rules'
import type { SafetyBench } from '../../support/safety-bench'

/** How often, when and after which other rule a rule may act. */
export function howOften(here: SafetyBench): void {
  const { rule, deliver, go, rows, subject, passed, stepOf } = here

  describe('once per interval', () => {
    const nextDay = (ruleId: string) =>
      rows(sql`update reservation set scope_key = regexp_replace(scope_key, '[0-9]+$', '1') where rule_id = ${ruleId}::uuid and scope_key like 'i:%'`)
    const daily = (per: 'sender' | 'thread' | 'rule'): RuleGraph => ({ ...tagEverything(), scope: 'interval', interval: { seconds: 86_400 * 7, per } })

    test('a sender sets a rule off once, the next week again, and others do not count [SAF-03]', async () => {
      const { ruleId } = await rule(daily('sender'))
      const first = await deliver({ from: 'Ada <ada@bouw.example>' })
      const second = await deliver({ from: 'ADA@bouw.example' })
      const other = await deliver({ from: 'ben@bouw.example' })
      expect([first, second, other].map(({ executionIds }) => executionIds.length)).toEqual([1, 0, 1])
      expect(await passed(second.messageId)).toMatchObject([{ reason: 'scope used', winner: first.executionIds[0] }])
      await nextDay(ruleId)
      expect((await deliver({ from: 'ada@bouw.example' })).executionIds).toHaveLength(1)
    })
    test('each thread has a timer of its own [LIM-08]', async () => {
      await rule(daily('thread'))
      const id = freshId()
      const counts = [await deliver({ id }), await deliver({ inReplyTo: id, references: [id] }), await deliver()].map(({ executionIds }) => executionIds.length)
      expect(counts).toEqual([1, 0, 1])
    })
    test('of mails that arrive at the same moment one is acted on [SAF-04]', async () => {
      await rule(daily('rule'))
      const taken = await Promise.all([1, 2, 3, 4].map((n) => deliver({ from: `sender-${n}@bouw.example` })))
      expect(taken.flatMap(({ executionIds }) => executionIds)).toHaveLength(1)
    })
    test('an action acts once in its interval, and names the execution that did [SAF-03]', async () => {
      await rule(graphOf({ tag: { type: 'tag.add', config: { tag: 'Daily' }, scope: 'interval', interval: { seconds: 86_400 * 7, per: 'rule' } }, always: { type: 'tag.add', config: { tag: 'Each' } } }, [['start', 'tag'], ['tag', 'always']]))
      const { executionIds: [first] } = await deliver()
      const { executionIds: [second] } = await deliver()
      await go(first)
      await go(second)
      expect(await stepOf(second, 'tag')).toMatchObject({ state: 'skipped', reason: 'scope used', detail: first })
      expect(await stepOf(second, 'always')).toMatchObject({ state: 'done' })
    })
  })

  describe('times', () => {
    test('a rule outside its dates is passed over at intake, and says so [CON-03]', async () => {
      await rule({ ...tagEverything(), window: { until: '2001-01-01' } })
      const { messageId, executionIds } = await deliver()
      expect(executionIds).toEqual([])
      expect(await passed(messageId)).toMatchObject([{ reason: 'window' }])
    })
    test('an action is asked for its dates when it runs, not when the mail came [CON-03]', async () => {
      await rule(graphOf({ tag: { type: 'tag.add', config: { tag: 'Holiday' }, window: { from: '2026-12-24', until: '2026-12-26' } } }, [['start', 'tag']]))
      const { executionIds: [during] } = await deliver()
      const { executionIds: [after] } = await deliver()
      await advance({ ...here.deps, now: () => new Date('2026-12-25T12:00:00Z') }, subject(during))
      await advance({ ...here.deps, now: () => new Date('2026-12-27T00:00:00Z') }, subject(after))
      expect([await stepOf(during, 'tag'), await stepOf(after, 'tag')]).toMatchObject([{ state: 'done' }, { state: 'skipped', reason: 'outside its dates' }])
    })
  })

  describe('rule order', () => {
    const stopping = (settings: Partial<RuleGraph> = {}): RuleGraph => ({ ...graphOf({ stop: { type: 'rules.stop' }, tag: { type: 'tag.add', config: { tag: 'Mine' } } }, [['start', 'stop'], ['stop', 'tag']]), ...settings })

    test('rules act in their order, and one that stops later rules keeps those behind it from the mail, not those before it', async () => {
      const last = await rule(tagEverything('Last'), { position: 3 })
      const before = await rule(tagEverything('Before'), { position: 1 })
      const middle = await rule(stopping(), { position: 2 })
      const { messageId, executionIds } = await deliver()
      const ran = await rows(sql`select rule_id, position from execution where id in (select jsonb_array_elements_text(${JSON.stringify(executionIds)}::jsonb)::uuid) order by position`)
      expect(ran.map(({ rule_id }) => rule_id)).toEqual([before.ruleId, middle.ruleId])
      expect(await passed(messageId)).toMatchObject([{ ruleId: last.ruleId, reason: 'stopped by another rule', winner: middle.ruleId }])
    })
    test('one whose own scope is used up stops nobody, and the next that stops does', async () => {
      await rule(stopping({ scope: 'thread' }), { position: 1 })
      const second = await rule(stopping(), { position: 2 })
      const third = await rule(tagEverything(), { position: 3 })
      const id = freshId()
      await deliver({ id })
      const { messageId, executionIds } = await deliver({ inReplyTo: id, references: [id] })
      expect(executionIds).toHaveLength(1)
      expect(await passed(messageId)).toMatchObject([{ reason: 'scope used' }, { ruleId: third.ruleId, reason: 'stopped by another rule', winner: second.ruleId }])
    })
  })
}
