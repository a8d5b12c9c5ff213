import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { member } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { bearer, callAs, personIn, tokenOf } from '../../support/api'
import { accountWith, mailWith } from '../../support/fixtures'
import { tag, whenSubject } from '../../support/rules'
import type { TriggerOffice } from '../../support/trigger-office'

/** Somebody who runs a rule on mail they chose. */
export function people(here: TriggerOffice): void {
  const { rule, tell, ended, tagsOf } = here

  describe('a person', () => {
    const runOn = (ruleId: string, messageIds: readonly string[], more: { mode?: 'live' | 'dry run'; requestId?: string } = {}) => here.office.call.rule.runOn({ id: ruleId, messageIds: [...messageIds], requestId: newId(), ...more })
    const mails = async (count: number) => here.office.ask(async (tx) => Promise.all(Array.from({ length: count }, () => mailWith(tx, { workspaceId: here.office.workspaceId, ...here.account }))))

    test('runs a rule on mail they chose, once per request, though it ran before; its conditions decide [TRG-05]', async () => {
      const { ruleId } = await rule({ type: 'mail.arrived' }, { if: whenSubject('Rotterdam'), tag: tag('Done by hand') }, [['start', 'if'], ['if:yes', 'tag']])
      const [first, second] = await mails(2)
      await here.office.ask((tx) => tx.execute(sql`update message set facts = jsonb_set(facts, '{subject}', '"Something else"') where id = ${second?.messageId ?? ''}`))
      const requestId = newId()
      const ids = [first?.messageId ?? '', second?.messageId ?? '']
      expect(await runOn(ruleId, [...ids, ids[0] ?? ''], { requestId })).toEqual({ requestId, messages: 2, mode: 'live' })
      await runOn(ruleId, ids, { requestId })
      const rows = await ended(2)
      const inOrder = rows.toSorted((a, b) => ids.indexOf(String(a.message_id)) - ids.indexOf(String(b.message_id)))
      expect(inOrder.map(({ trigger, state, message_id, scope_key, trigger_data }) => ({ trigger, state, message_id, scope_key, trigger_data }))).toEqual(
        ids.map((id) => ({ trigger: 'by hand', state: 'done', message_id: id, scope_key: `u:${requestId}:${id}`, trigger_data: { userId: here.office.userId, requestId } })),
      )
      expect([await tagsOf(ids[0] ?? ''), await tagsOf(ids[1] ?? '')]).toEqual([['Done by hand'], []])
      await runOn(ruleId, ids.slice(0, 1))
      expect(await ended(3)).toHaveLength(3)
      await runOn(ruleId, ids.slice(0, 1), { mode: 'dry run' })
      expect((await ended(4)).at(-1)).toMatchObject({ mode: 'dry run' })
    })

    test('without the right to cannot, a member who was given it can [SAF-06, LIM-09]', async () => {
      const { ruleId } = await rule({ type: 'manual' }, { tag: tag('Macro') }, [['start', 'tag']])
      const [mail] = await mails(1)
      const colleague = await personIn(here.api, { workspaceId: here.office.workspaceId, role: 'member' })
      const them = await callAs(here.api, bearer(await tokenOf(here.api, colleague)))
      const order = { id: ruleId, messageIds: [mail?.messageId ?? ''], requestId: newId() }
      await expect(them.rule.runOn(order)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect((await them.me.get()).mayRunRules).toBe(false)
      await expect(them.member.setRights({ userId: colleague.userId, mayRunRules: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await here.office.call.member.setRights({ userId: colleague.userId, mayRunRules: true })
      expect((await here.office.call.member.list()).find(({ userId }) => userId === colleague.userId)).toMatchObject({ mayRunRules: true, role: 'member' })
      await them.rule.runOn(order)
      expect((await ended(1))[0]).toMatchObject({ trigger: 'by hand', state: 'done', trigger_data: { userId: colleague.userId } })
      await here.office.ask((tx) => tx.update(member).set({ mayRunRules: false }).where(eq(member.userId, colleague.userId)))
      await expect(them.rule.runOn({ ...order, requestId: newId() })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    })

    test('is refused mail of another account, rules about no mail, drafts and accounts that are off; dry run stays dry run [TRG-01, TRG-08]', async () => {
      const { ruleId } = await rule({ type: 'manual' }, { tag: tag('Macro') }, [['start', 'tag']])
      const [mail] = await mails(1)
      const id = mail?.messageId ?? ''
      const elsewhere = await here.office.ask((tx) => accountWith(tx, here.office.workspaceId, `sales-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
      const foreign = await here.office.ask((tx) => mailWith(tx, { workspaceId: here.office.workspaceId, ...elsewhere }))
      await expect(runOn(ruleId, [foreign.messageId])).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(runOn(ruleId, [id, newId()])).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const clock = await rule({ type: 'schedule', config: { cron: '0 0 1 1 *', timeZone: 'UTC' } }, { tell: tell('new year') }, [['start', 'tell']])
      await expect(runOn(clock.ruleId, [id])).rejects.toMatchObject({ code: 'CONFLICT' })
      const draft = await here.office.call.rule.create({ name: 'A draft', accountId: here.account.accountId })
      await expect(runOn(draft.id, [id])).rejects.toMatchObject({ code: 'CONFLICT' })
      await here.office.ask((tx) => tx.execute(sql`update account set incoming_mode = 'off' where id = ${here.account.accountId}`))
      await expect(runOn(ruleId, [id])).rejects.toMatchObject({ code: 'CONFLICT' })
      await here.office.ask((tx) => tx.execute(sql`update account set incoming_mode = 'dry run' where id = ${here.account.accountId}`))
      expect(await runOn(ruleId, [id])).toMatchObject({ mode: 'dry run' })
      expect((await ended(1)).map(({ mode }) => mode)).toEqual(['dry run'])
      expect(await tagsOf(id)).toEqual([])
    })
  })
}
