import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { watchSilence } from '../../../activities/events/watch-silence'
import { calendar } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { mailWith } from '../../support/fixtures'
import { tag, whenSubject } from '../../support/rules'
import type { TriggerOffice } from '../../support/trigger-office'

/** A reply that did not come. */
export function missingReplies(here: TriggerOffice): void {
  const { rule, executions, ended, quiet, tagsOf } = here

  describe('a missing reply', () => {
    const silence = (waitingFor: 'ours' | 'theirs', hours: number, calendarRef = '') => ({ type: 'no.reply', config: { waitingFor, seconds: hours * 3_600, calendarRef } })
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)
    const mail = (hours: number, more: Parameters<typeof mailWith>[2] = {}) => here.office.ask((tx) => mailWith(tx, { workspaceId: here.office.workspaceId, ...here.account }, { receivedAt: ago(hours), ...more }))
    const look = () => watchSilence(here.worker.parts)

    test('of ours is noticed once, from the first unanswered mail on, and an answer in time ends it [LIM-01, LIM-08]', async () => {
      await rule(silence('ours', 4), { if: whenSubject('Rotterdam'), tag: tag('Overdue') }, [['start', 'if'], ['if:yes', 'tag']])
      const overdue = await mail(5)
      const again = await mail(4.5, { threadId: overdue.threadId })
      const answered = await mail(6)
      await mail(5.5, { threadId: answered.threadId, direction: 'out', from: here.address, mailboxId: here.account.mailboxes.sent })
      const fresh = await mail(1)
      const other = await mail(5, { subject: 'Antwerp' })
      await look()
      await look()
      const rows = await ended(1)
      await quiet()
      expect((await executions()).map(({ message_id, trigger }) => [message_id, trigger])).toEqual([[overdue.messageId, 'no reply']])
      expect(rows[0]?.scope_key).toBe(`n:${overdue.messageId}`)
      for (const { messageId } of [again, answered, fresh, other]) expect(await tagsOf(messageId)).toEqual([])
      expect(await tagsOf(overdue.messageId)).toEqual(['Overdue'])
    })

    test('is passed over or made up for, as whoever paused the rule said', async () => {
      const { ruleId } = await rule(silence('ours', 4), { tag: tag('Overdue') }, [['start', 'tag']])
      await here.office.call.rule.pause({ id: ruleId, mode: 'skip' })
      const skipped = await mail(5)
      await here.office.call.rule.resume({ id: ruleId })
      await here.office.ask((tx) => tx.execute(sql`update message set created_at = created_at - interval '1 hour' where id = ${skipped.messageId}`))
      await here.office.call.rule.pause({ id: ruleId, mode: 'catch up' })
      const caughtUp = await mail(5)
      expect(await look()).toBe(0)
      await here.office.call.rule.resume({ id: ruleId })
      await look()
      await ended(1)
      expect([await tagsOf(skipped.messageId), await tagsOf(caughtUp.messageId)]).toEqual([[], ['Overdue']])
    })

    test('of theirs is noticed, what a program answers is no reply', async () => {
      await rule(silence('theirs', 24), { tag: tag('Ask again') }, [['start', 'tag']])
      await here.office.ask((tx) => tx.execute(sql`update account set connected_at = now() - interval '30 days' where id = ${here.account.accountId}`))
      const ours = await mail(30, { direction: 'out', from: here.address, mailboxId: here.account.mailboxes.sent })
      const robot = await mail(29, { threadId: ours.threadId })
      await here.office.ask((tx) => tx.execute(sql`update message set mail_class = 'automatic' where id = ${robot.messageId}`))
      const replied = await mail(40, { direction: 'out', from: here.address, mailboxId: here.account.mailboxes.sent })
      await mail(39, { threadId: replied.threadId })
      await look()
      await ended(1)
      await quiet()
      expect((await executions()).map(({ message_id }) => message_id)).toEqual([ours.messageId])
    })

    test('counts working hours only where a calendar is named [LIM-01]', async () => {
      const calendarId = newId()
      const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(ago(72)).toLowerCase()
      const week = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, day === weekday ? [{ from: '00:00', to: '24:00' }] : []]))
      await here.office.ask((tx) => tx.insert(calendar).values({ id: calendarId, workspaceId: here.office.workspaceId, name: `One day a week ${calendarId}`, timeZone: 'UTC', hours: { version: 1, week, holidays: [] } }))
      await rule(silence('ours', 4, calendarId), { tag: tag('Overdue') }, [['start', 'tag']])
      const midnight = new Date(ago(72).toISOString().slice(0, 10))
      const early = await mail(0, { receivedAt: midnight })
      // Three hours before the only working day ends: a fourth is a week away.
      const late = await mail(0, { receivedAt: new Date(midnight.getTime() + 21 * 3_600_000) })
      await look()
      await ended(1)
      await quiet()
      expect(await tagsOf(early.messageId)).toEqual(['Overdue'])
      expect(await tagsOf(late.messageId)).toEqual([])
    })
  })
}
