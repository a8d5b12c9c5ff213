import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { raise } from '../../../activities/events/raise'
import { perform } from '../../../activities/perform'
import { writeRuleEvent } from '../../../db/queries/rule-event'
import { missedMails, pauseStanding } from '../../../db/queries/rule-standing'
import { newId } from '../../../db/schema/columns'
import { Failure } from '../../../mail/failure'
import { freshId } from '../../support/mails'
import { graphOf, tagEverything } from '../../support/rules'
import type { SafetyBench } from '../../support/safety-bench'

/** What failed is told, and what a pause kept back is made up for. */
export function pauses(here: SafetyBench): void {
  const { rule, deliver, go, rows, subject, passed, executionOf, alertsOf, alertMailsOf } = here

  test('failures are told to the owner of the rule: once an hour, with their count, in the application and by mail [SAF-07] [NTF-02]', async () => {
    const { ruleId } = await rule(graphOf({ star: { type: 'message.star', config: { starred: true } } }, [['start', 'star']]))
    const refuse = () => Promise.reject(new Failure('rejected', { retry: 'no', publicMessage: 'No.' }))
    const refusing = { ...here.deps, performers: { ...here.deps.performers, 'message.star': { perform: refuse } } }
    for (let n = 0; n < 3; n += 1) {
      const { executionIds: [id = ''] } = await deliver()
      await go(id)
      await perform(refusing, { ...subject(id), stepId: 'star' })
      expect(await executionOf(id)).toMatchObject({ state: 'failed' })
    }
    expect(await alertsOf(ruleId)).toEqual([{ kind: 'executions failed', count: 3 }])
    expect(await alertMailsOf()).toBe(1)
  })

  describe('a pause that catches up later', () => {
    const pause = (ruleId: string, mode: string) => rows(sql`update rule set state = 'paused', paused_at = now(), pause_mode = ${mode} where id = ${ruleId}`)
    const resume = async (ruleId: string) => {
      const event = await here.office.ask(async (tx) => {
        const messageIds = await missedMails(tx, here.office.workspaceId, ruleId)
        await tx.execute(sql`update rule set state = 'active', paused_at = null where id = ${ruleId}`)
        return writeRuleEvent(tx, { workspaceId: here.office.workspaceId, kind: 'catch up', key: `catch up:${newId()}`, ruleId, data: { messageIds } })
      })
      await raise(here.deps, here.office.workspaceId, event ?? '')
    }

    test('runs what arrived meanwhile, oldest first, within its scope and each once', async () => {
      const { ruleId } = await rule({ ...tagEverything(), scope: 'thread' })
      await pause(ruleId, 'catch up')
      const id = freshId()
      const mails = [await deliver({ id, subject: 'first' }), await deliver({ inReplyTo: id, references: [id] }), await deliver({ subject: 'third' })]
      expect(await here.office.ask((tx) => pauseStanding(tx, here.office.workspaceId, ruleId))).toMatchObject({ missed: 3, held: 0, pauseMode: 'catch up' })
      await resume(ruleId)
      await resume(ruleId)
      const ran = await rows(sql`select message_id from execution where rule_id = ${ruleId} order by id`)
      expect(ran.map(({ message_id }) => message_id)).toEqual([mails[0]?.messageId, mails[2]?.messageId])
      expect(await passed(mails[1]?.messageId ?? '')).toMatchObject([{ ruleId, reason: 'scope used' }])
      expect(await passed(mails[0]?.messageId ?? '')).toEqual([])
    })
    test('paused to skip, it has nothing to catch up with', async () => {
      const { ruleId } = await rule(tagEverything())
      await pause(ruleId, 'skip')
      await deliver()
      expect(await here.office.ask((tx) => missedMails(tx, here.office.workspaceId, ruleId))).toEqual([])
    })
  })
}
