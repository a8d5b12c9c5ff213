import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../db/schema/columns'
import { freshId } from '../../support/mails'
import { graphOf } from '../../support/rules'
import type { SafetyBench } from '../../support/safety-bench'

/** Somebody, or some program, who writes and writes. */
export function tooManyRecords(here: SafetyBench): void {
  const { rule, deliver, go, rows, stepOf, repliesOf, alertsOf } = here

  describe('a sender who opens too many records', () => {
    const ticketing = () => graphOf({ ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } }, [['start', 'ticket']])
    let from = ''
    const open = async (letter: Parameters<typeof deliver>[0] = {}) => {
      const { executionIds: [id] } = await deliver({ from, ...letter })
      await go(id)
      return stepOf(id, 'ticket')
    }
    const limit = (limits: object) => here.office.ask((tx) => tx.execute(sql`update workspace set limits = ${JSON.stringify(limits)}::jsonb where id = ${here.office.workspaceId}`))
    const forget = () => rows(sql`update record set created_at = created_at - interval '3 hours' where workspace_id = ${here.office.workspaceId}`)
    beforeEach(() => {
      from = `Flood <flood-${newId()}@bouw.example>`
    })

    test('may open 20 in two hours, whatever they are about [LOP-01]', async () => {
      await rule(ticketing())
      for (let n = 0; n < 20; n += 1) expect(await open()).toMatchObject({ state: 'done' })
      expect(await open()).toMatchObject({ state: 'skipped', reason: 'loop guard', detail: 'too many records' })
      expect(await open({ from: 'calm@bouw.example' })).toMatchObject({ state: 'done' })
      await forget()
      expect(await open()).toMatchObject({ state: 'done' })
    })
    test('is told once, as is the owner of the rule; a program is not told [LOP-02]', async () => {
      await limit({ recordsPerSender: 1 })
      const { ruleId } = await rule(ticketing())
      for (let n = 0; n < 4; n += 1) await open()
      expect(await repliesOf()).toMatchObject([{ to: from.slice(7, -1), state: 'queued' }])
      expect(await alertsOf(ruleId)).toEqual([{ kind: 'too many records', count: 3 }])
      await open({ from: 'robot@bouw.example' })
      expect(await open({ from: 'robot@bouw.example', headers: ['Auto-Submitted: auto-generated'] })).toMatchObject({ state: 'skipped' })
      expect(await repliesOf()).toHaveLength(1)
    })
    test('in as many minutes and of as many as the workspace says [LOP-03]', async () => {
      await limit({ recordsPerSender: 2, recordMinutes: 300 })
      await rule(ticketing())
      expect([await open(), await open(), await open()].map((step) => step?.state)).toEqual(['done', 'done', 'skipped'])
      await forget()
      expect(await open()).toMatchObject({ state: 'skipped' })
      await limit({ recordsPerSender: 2, recordMinutes: 60 })
      expect(await open()).toMatchObject({ state: 'done' })
    })
    test('still reaches the tickets that are open [LOP-04]', async () => {
      await limit({ recordsPerSender: 1 })
      await rule(ticketing())
      const id = freshId()
      expect(await open({ id })).toMatchObject({ state: 'done' })
      expect(await open()).toMatchObject({ state: 'skipped' })
      expect(await open({ inReplyTo: id, references: [id] })).toMatchObject({ state: 'done' })
    })
  })
}
