import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { ingest } from '../../../activities/ingest'
import { newId } from '../../../db/schema/columns'
import { freshId, received, rawOf } from '../../support/mails'
import { tag } from '../../support/rules'
import type { TriggerOffice } from '../../support/trigger-office'
import { until } from '../../support/until'

/** A mail that left, by hand or by a rule. */
export function sentMail(here: TriggerOffice): void {
  const { rule, executions, ended, quiet, tagsOf, mailHere } = here

  describe('mail that was sent', () => {
    const write = (more: object = {}) =>
      here.office.call.compose.send({ requestId: newId(), accountId: here.account.accountId, to: [{ address: 'pieter@bouw.example' }], subject: 'Re: Where is it?', text: 'On its way.', undoSeconds: 0, ...more })

    test('an answer written by hand acts on the mail it answers, or on itself, as the rule says [TRG-04]', async () => {
      await rule({ type: 'mail.sent', config: { by: 'hand', actOn: 'answered' } }, { tag: tag('Answered') }, [['start', 'tag']])
      await rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'sent' } }, { tag: tag('Ours') }, [['start', 'tag']])
      await rule({ type: 'mail.sent', config: { by: 'rule', actOn: 'sent' } }, { tag: tag('Never') }, [['start', 'tag']])
      const asked = await mailHere()
      await write({ inReplyToMessageId: asked })
      const rows = await ended(2)
      expect(rows.map(({ trigger, state }) => [trigger, state])).toEqual([['mail sent', 'done'], ['mail sent', 'done']])
      expect(await tagsOf(asked)).toEqual(['Answered'])
      const [sent] = await here.office.ask((tx) => tx.execute(sql`select id from message where account_id = ${here.account.accountId} and direction = 'out'`))
      expect(await tagsOf(String(sent?.id))).toEqual(['Ours'])
      expect(rows.map(({ scope_key }) => scope_key)).toEqual([`o:${String(sent?.id)}`, `o:${String(sent?.id)}`])
    })

    test('a mail that answers none sets off nothing where the answered one is wanted', async () => {
      await rule({ type: 'mail.sent', config: { by: 'hand', actOn: 'answered' } }, { tag: tag('Answered') }, [['start', 'tag']])
      await write({ subject: 'Our new prices' })
      await until('the mail is recorded', async () => (await here.office.ask((tx) => tx.execute(sql`select 1 from rule_event where account_id = ${here.account.accountId} and raised_at is not null`))).length === 1)
      expect(await executions()).toEqual([])
    })

    test('mail found in Sent, written with another program, counts once and history does not [TRG-04]', async () => {
      await rule({ type: 'mail.sent', config: { by: 'hand', actOn: 'sent' } }, { tag: tag('Ours') }, [['start', 'tag']])
      await here.office.ask((tx) => tx.execute(sql`update account set connected_at = now() - interval '1 hour' where id = ${here.account.accountId}`))
      const found = async (uid: number, receivedAt: Date) =>
        received(rawOf({ from: here.address, to: 'pieter@bouw.example', id: freshId() }), { direction: 'out', arrival: false, receivedAt, placement: { mailboxId: here.account.mailboxes.sent, uidValidity: 1, uid, flags: ['\\Seen'], internalDate: receivedAt } })
      const batch = [await found(1, new Date(Date.now() - 86_400_000)), await found(2, new Date())]
      const taken = await ingest(here.worker.parts, { workspaceId: here.office.workspaceId, accountId: here.account.accountId, mails: batch })
      await ingest(here.worker.parts, { workspaceId: here.office.workspaceId, accountId: here.account.accountId, mails: batch })
      const rows = await ended(1)
      await quiet()
      expect((await executions()).map(({ message_id }) => message_id)).toEqual([taken[1]?.messageId])
      expect(rows[0]?.trigger_data).toMatchObject({ by: 'hand' })
    })

    test('automation after sending is switched apart from that of incoming mail [TRG-02]', async () => {
      await rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'sent' } }, { tag: tag('Ours') }, [['start', 'tag']])
      await rule({ type: 'mail.arrived' }, { tag: tag('Theirs') }, [['start', 'tag']])
      await here.office.ask((tx) => tx.execute(sql`update account set outgoing_mode = 'dry run' where id = ${here.account.accountId}`))
      const asked = await mailHere()
      await ended(1)
      await write({ inReplyToMessageId: asked })
      const rows = await ended(2)
      expect(rows.map(({ trigger, mode }) => [trigger, mode])).toEqual([['mail arrived', 'live'], ['mail sent', 'dry run']])
      await here.office.ask((tx) => tx.execute(sql`update account set outgoing_mode = 'off' where id = ${here.account.accountId}`))
      await write({ inReplyToMessageId: asked })
      await until('both mails are recorded', async () => (await here.office.ask((tx) => tx.execute(sql`select 1 from message where account_id = ${here.account.accountId} and direction = 'out'`))).length === 2)
      expect(await here.office.ask((tx) => tx.execute(sql`select count(*)::int as n from rule_event where account_id = ${here.account.accountId}`))).toEqual([{ n: 1 }])
    })

    test('a rule set off by its own mail is held by the loop guard, and that is seen', async () => {
      const { ruleId } = await rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'answered' } }, { reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'Thank you.' } } }, [['start', 'reply']])
      const asked = await mailHere()
      await write({ inReplyToMessageId: asked })
      const rows = await ended(2)
      expect(rows.map((row) => [row.rule_id, row.state, row.reason, row.hop])).toEqual([[ruleId, 'done', null, 0], [ruleId, 'skipped', 'loop guard', 1]])
      expect(here.sink.mails.filter(({ from, text }) => from === here.address && text.includes('Thank you.'))).toHaveLength(1)
    })
  })
}
