import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { record } from '../../../db/schema'
import { tag } from '../../support/rules'
import type { TriggerOffice } from '../../support/trigger-office'

/** A record that was made or changed. */
export function records(here: TriggerOffice): void {
  const { rule, tell, executions, ended, quiet, tagsOf, told, mailHere } = here

  describe('a record', () => {
    const recordEvent = (config: object) => ({ type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '', ...config } })
    const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }

    test('that a rule makes sets another off, one hop further, on the mail it began with', async () => {
      await rule({ type: 'mail.arrived' }, { ticket }, [['start', 'ticket']])
      await rule(recordEvent({ recordType: 'ticket' }), { tag: tag('Has a ticket'), ticket }, [['start', 'tag'], ['tag', 'ticket']])
      await rule(recordEvent({ recordType: 'lead' }), { tag: tag('Has a lead') }, [['start', 'tag']])
      const messageId = await mailHere()
      const rows = await ended(2)
      await quiet()
      expect((await executions()).map(({ trigger, hop, state }) => [trigger, hop, state])).toEqual([['mail arrived', 0, 'done'], ['record', 1, 'done']])
      expect(rows[1]).toMatchObject({ cause_execution_id: rows[0]?.id, message_id: messageId })
      expect(String(rows[1]?.scope_key)).toBe(`r:${String(rows[1]?.record_id)}:1`)
      expect(await tagsOf(messageId)).toEqual(['Has a ticket'])
    })

    test('whose stage or field a person changes sets off the rules that asked for just that', async () => {
      await rule({ type: 'mail.arrived' }, { ticket }, [['start', 'ticket']])
      await rule(recordEvent({ what: 'stage', stage: 'done' }), { tell: tell('it is done') }, [['start', 'tell']])
      await rule(recordEvent({ what: 'field', field: 'title' }), { tell: tell('it has another title') }, [['start', 'tell']])
      await mailHere()
      await ended(1)
      const [made] = await here.office.ask((tx) => tx.execute(sql`select id from record where workspace_id = ${here.office.workspaceId} order by created_at desc limit 1`))
      const id = String(made?.id)
      await here.office.call.record.setStage({ id, stage: 'open', revision: 1 })
      await here.office.call.record.rename({ id, title: 'Lost parcel', revision: 2 })
      await here.office.call.record.setStage({ id, stage: 'done', revision: 3 })
      await ended(3)
      await quiet()
      // Two events are raised in whichever order they are come by.
      const setOff = (await executions()).filter(({ trigger }) => trigger === 'record').toSorted((left, right) => (String(left.scope_key) < String(right.scope_key) ? -1 : 1))
      expect(setOff.map(({ trigger_data, scope_key }) => [trigger_data, scope_key])).toEqual([
        [{ change: 'changed', from: 'open', stage: 'open', fields: 'title' }, `r:${id}:3`],
        [{ change: 'changed', from: 'open', stage: 'done' }, `r:${id}:4`],
      ])
      expect((await told()).toSorted()).toEqual(['it has another title', 'it is done'])
    })

    test('that begins with no mail goes on without one: what needs a mail is skipped, the rest is done', async () => {
      await rule(recordEvent({ recordType: 'lead' }), { tag: tag('None'), wait: { type: 'wait.reply', config: { seconds: 1, listensTo: 'replied' } }, tell: tell('a lead{{ subject }}') }, [['start', 'tag'], ['tag', 'wait'], ['wait:elapsed', 'tell']])
      await here.office.ask((tx) => tx.insert(record).values({ workspaceId: here.office.workspaceId, type: 'lead', number: 900, title: 'By hand' }))
      const [row] = await ended(1)
      expect(row).toMatchObject({ state: 'done with skips', message_id: null, thread_id: null })
      expect(await told()).toEqual(['a lead'])
      const detail = await here.office.call.execution.get({ id: String(row?.id) })
      expect(detail.steps.map(({ stepId, state, reason }) => [stepId, state, reason])).toEqual([['start', 'done', null], ['tag', 'skipped', 'no mail'], ['wait', 'done', null], ['tell', 'done', null]])
      expect(detail).toMatchObject({ message: null, messageId: null, trigger: 'record' })
      expect((await here.office.call.execution.list({ filter: { triggers: ['record'] }, limit: 5 })).rows[0]?.id).toBe(row?.id)
    })
  })
}
