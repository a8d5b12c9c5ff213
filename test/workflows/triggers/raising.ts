import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { ingest } from '../../../activities/ingest'
import { record } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { accountWith, mailWith } from '../../support/fixtures'
import { arriving } from '../../support/mails'
import { officeIn } from '../../support/office-api'
import { asOwner } from '../../support/rows'
import { graphOf, ruleWith, tag } from '../../support/rules'
import type { TriggerOffice } from '../../support/trigger-office'
import { until } from '../../support/until'

/** What holds for every event: whose rules are asked, and that none is lost or raised twice. */
export function raising(here: TriggerOffice): void {
  const { rule, tell, executions, ended, quiet, tagsOf } = here

  test('the same happens to nobody else: an event asks the rules of its own account and workspace only [TRG-08]', async () => {
    const neighbours = await officeIn(here.api)
    const hook = await here.office.call.hook.create({ name: `Ours ${randomBytes(3).toString('hex')}` })
    await rule({ type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }, { tell: tell('ours') }, [['start', 'tell']])
    const other = await here.office.ask((tx) => accountWith(tx, here.office.workspaceId, `other-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
    await rule({ type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }, { tell: tell('of another account') }, [['start', 'tell']], { accountId: other.accountId })
    const theirs = { ...here.place, ...neighbours, close: async () => undefined }
    await ruleWith(theirs, graphOf({ tell: { type: 'user.notify', config: { userRef: neighbours.userId, text: 'theirs' } } }, [['start', 'tell']], 'message', { type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }))
    await expect(ruleWith(theirs, graphOf({ tell: { type: 'user.notify', config: { userRef: neighbours.userId, text: 'theirs' } } }, [['start', 'tell']], 'message', { type: 'hook.received', config: { hookRef: hook.id, fields: '' } }))).rejects.toThrow('hookGone')
    const { threadId, messageId } = await here.office.ask((tx) => mailWith(tx, { workspaceId: here.office.workspaceId, ...here.account }))
    await here.office.ask((tx) => tx.insert(record).values({ workspaceId: here.office.workspaceId, type: 'ticket', number: 901, title: 'Ours', threadId, messageId }))
    await ended(1)
    await quiet()
    expect(await executions(other.accountId)).toEqual([])
    expect(await neighbours.ask((tx) => tx.execute(sql`select count(*)::int as n from execution`))).toEqual([{ n: 0 }])
  })

  test('mail that is stored is mail whose rules were asked: a crash between the two leaves neither [TRG-03, TRG-06, TRG-09]', async () => {
    await rule({ type: 'mail.arrived' }, { tag: tag('Seen') }, [['start', 'tag']])
    const order = { workspaceId: here.office.workspaceId, accountId: here.account.accountId, mails: [await arriving({ to: here.address })] }
    const dies = { ...here.worker.parts, fault: (site: string) => (site === 'ingest: before commit' ? Promise.reject(new Error('killed')) : Promise.resolve()) }
    await expect(ingest(dies, order)).rejects.toThrow('killed')
    const left = await here.office.ask((tx) => tx.execute(sql`select (select count(*)::int from message where account_id = ${here.account.accountId}) as mails, (select count(*)::int from execution where account_id = ${here.account.accountId}) as runs`))
    expect(left).toEqual([{ mails: 0, runs: 0 }])
    // Whoever sent it, or the mailbox's cursor, offers it again.
    const [taken] = await ingest(here.worker.parts, order)
    const [row] = await ended(1)
    expect(row).toMatchObject({ message_id: taken?.messageId, state: 'done' })
    expect(await tagsOf(taken?.messageId ?? '')).toEqual(['Seen'])
    expect(await here.office.ask((tx) => tx.execute(sql`select count(*)::int as n from message where account_id = ${here.account.accountId}`))).toEqual([{ n: 1 }])
  })

  test('what nobody announced is found by the next look round [TRG-06]', async () => {
    await rule({ type: 'mail.arrived' }, { tag: tag('Seen') }, [['start', 'tag']])
    const owner = (statement: string) => asOwner(here.place.test.ownerUrl, (client) => client.unsafe(statement))
    await owner('alter table dispatch disable trigger dispatch_added')
    try {
      await ingest(here.worker.parts, { workspaceId: here.office.workspaceId, accountId: here.account.accountId, mails: [await arriving({ to: here.address })] })
      expect(await ended(1)).toMatchObject([{ state: 'done' }])
    } finally {
      await owner('alter table dispatch enable trigger dispatch_added')
    }
  })

  test('an event that was written is raised once, also when its worker dies after writing the executions', async () => {
    const { ruleId } = await rule({ type: 'manual' }, { tag: tag('Macro') }, [['start', 'tag']])
    const { messageId } = await here.office.ask((tx) => mailWith(tx, { workspaceId: here.office.workspaceId, ...here.account }))
    await here.office.call.rule.runOn({ id: ruleId, messageIds: [messageId], requestId: newId() })
    await ended(1)
    const [event] = await here.office.ask((tx) => tx.execute(sql`select id from rule_event where rule_id = ${ruleId}`))
    // Its dispatch row comes back, because nobody was left to delete it.
    await here.office.ask((tx) => tx.execute(sql`insert into dispatch (id, workspace_id, workflow_id, kind, workflow, subject_id) values (${newId()}, ${here.office.workspaceId}, ${`event:${String(event?.id)}`}, 'start', 'raiseEvent', ${String(event?.id)})`))
    await until('it is delivered again', async () => (await here.office.ask((tx) => tx.execute(sql`select 1 from dispatch where subject_id = ${String(event?.id)}`))).length === 0)
    expect(await executions()).toHaveLength(1)
  })
}
