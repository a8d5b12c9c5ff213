import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { wait, type RuleOffice } from '../../support/rule-office'
import { graphOf, tag, whenSubject } from '../../support/rules'

/** What lets an execution go on. */
export function waits(here: RuleOffice): void {
  const { rule, deliver, ended, parked, stateOf } = here

  describe('waits', () => {
    test('a wait lasts its time and then takes its way', async () => {
      await rule(graphOf({ wait: wait('nothing', 1), tag: tag('Later') }, [['start', 'wait'], ['wait:elapsed', 'tag']]))
      await deliver()
      const [execution] = await ended()
      expect(await stateOf(execution?.id)).toMatchObject({ wait: 'elapsed', tag: 'next' })
    })

    test('a reply of the sender ends the wait at once', async () => {
      await rule(graphOf({ if: whenSubject('Offer'), wait: wait('replied'), yes: tag('Replied'), no: tag('Silent') }, [['start', 'if'], ['if:yes', 'wait'], ['wait:replied', 'yes'], ['wait:elapsed', 'no']], 'thread'))
      const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
      await deliver({ subject: 'Offer', messageId })
      await parked()
      await deliver({ subject: 'Re: Offer', inReplyTo: messageId })
      const [execution] = await ended()
      expect(execution?.state).toBe('done')
      expect(await stateOf(execution?.id)).toMatchObject({ wait: 'replied', yes: 'next', no: 'not on the path taken' })
    })

    test('a reply that was there before the wait opened counts', async () => {
      const { ruleId } = await rule(graphOf({ first: wait('nothing', 1), second: wait('replied'), yes: tag('Replied') }, [['start', 'first'], ['first:elapsed', 'second'], ['second:replied', 'yes']], 'thread'))
      expect(ruleId).toBeTruthy()
      const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
      await deliver({ messageId })
      await deliver({ inReplyTo: messageId, text: 'Are you there?' })
      const [execution] = await ended()
      expect(await stateOf(execution?.id)).toMatchObject({ first: 'elapsed', second: 'replied', yes: 'next' })
    })

    test('an automatic answer is nobody’s reply', async () => {
      await rule(graphOf({ wait: wait('replied', 2), no: tag('Silent') }, [['start', 'wait'], ['wait:elapsed', 'no']], 'thread'))
      const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
      await deliver({ messageId })
      await parked()
      await deliver({ from: 'pieter@bouw.example', subject: 'Out of office', text: 'Away', inReplyTo: messageId, headers: { 'Auto-Submitted': 'auto-replied' } })
      const [execution] = await ended()
      expect(await stateOf(execution?.id)).toMatchObject({ wait: 'elapsed', no: 'next' })
    })
  })
}
