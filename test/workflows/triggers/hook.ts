import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '../../../db/schema/columns'
import type { TriggerOffice } from '../../support/trigger-office'

/** A signed call of another program. */
export function hooks(here: TriggerOffice): void {
  const { rule, tell, executions, ended, quiet, told } = here

  describe('a hook', () => {
    interface Hook {
      readonly id: string
      readonly secret: string
      readonly address: string
    }
    interface Sending {
      readonly at?: number
      readonly key?: string
      readonly secret?: string
      readonly spelling?: (hex: string) => string
    }
    const signed = (hook: Hook, body: string, { at = Math.floor(Date.now() / 1_000), key, secret = hook.secret, spelling = (hex) => hex }: Sending = {}) =>
      fetch(`${here.url}/api/hooks/${hook.id}`, {
        method: 'POST', body,
        headers: { 'content-type': 'application/json', 'x-postroom-timestamp': String(at), 'x-postroom-signature': `sha256=${spelling(createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'))}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      })
    const newHook = () => here.office.call.hook.create({ name: `Shop ${randomBytes(3).toString('hex')}` })

    test('that is called, signed, sets off the rules that listen to it, with the fields they name', async () => {
      const hook = await newHook()
      const other = await newHook()
      await rule({ type: 'hook.received', config: { hookRef: hook.id, fields: 'order.id, customer' } }, { tell: tell('order {{ values.orderId | default: "?" }} of {{ values.customer | default: "nobody" }}') }, [['start', 'tell']])
      await rule({ type: 'hook.received', config: { hookRef: other.id, fields: '' } }, { tell: tell('never') }, [['start', 'tell']])
      const answered = await signed(hook, JSON.stringify({ order: { id: 7 }, note: 'x'.repeat(3_000) }), { key: 'order-7' })
      expect(answered.status).toBe(202)
      const { id } = z.object({ id: z.uuid() }).parse(await answered.json())
      const [row] = await ended(1)
      expect(row).toMatchObject({ trigger: 'hook', state: 'done', message_id: null, scope_key: `h:${hook.id}:${id}`, trigger_data: { hookId: hook.id, deliveryId: id } })
      expect(await told()).toEqual(['order 7 of nobody'])
      const again = await signed(hook, '{"order":{"id":8}}', { key: 'order-7' })
      expect([again.status, await again.json()]).toEqual([409, { error: 'repeated', message: expect.any(String), id }])
      await quiet()
      expect(await executions()).toHaveLength(1)
    })

    test('is called as the documentation shows, and run again it knows what was posted', async () => {
      const hook = await newHook()
      await rule({ type: 'hook.received', config: { hookRef: hook.id, fields: 'customer' } }, { tell: tell('order of {{ values.customer | default: "nobody" }}') }, [['start', 'tell']])
      const shown = /```bash\n([\s\S]*?)```/.exec(readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8'))?.[1] ?? ''
      const { stdout } = await promisify(execFile)('bash', ['-c', shown], { env: { PATH: process.env.PATH, NODE_ENV: 'test', HOOK: hook.address, SECRET: hook.secret } })
      expect(z.object({ id: z.uuid() }).safeParse(JSON.parse(stdout)).success).toBe(true)
      const [row] = await ended(1)
      expect(await told()).toEqual(['order of Ada'])
      const { executionId } = await here.office.call.execution.rerun({ id: String(row?.id), as: 'whole' })
      await ended(2)
      expect((await here.office.call.execution.get({ id: executionId })).steps.map(({ stepId, state, outputs }) => [stepId, state, outputs])).toEqual([['start', 'done', { customer: 'Ada' }], ['tell', 'done', expect.anything()]])
    })

    test('refuses what is forged, stale, repeated, too large or no JSON object, and a wrong hook like a wrong secret', async () => {
      const hook = await newHook()
      const now = Math.floor(Date.now() / 1_000)
      const statusOf = async (answer: Promise<Response>) => (await answer).status
      expect(await statusOf(signed(hook, '{}', { secret: 'phs_wrong' }))).toBe(401)
      expect(await statusOf(signed(hook, '{}', { at: now - 301 }))).toBe(401)
      expect(await statusOf(signed(hook, '{}', { at: now + 330 }))).toBe(401)
      expect(await statusOf(signed({ ...hook, id: newId() }, '{}'))).toBe(401)
      expect(await statusOf(signed({ ...hook, id: 'no-such' }, '{}'))).toBe(401)
      expect(await statusOf(signed(hook, JSON.stringify({ a: 'x'.repeat(256 * 1024) })))).toBe(413)
      expect(await statusOf(signed(hook, '[1]'))).toBe(400)
      expect(await statusOf(signed(hook, '{"a":'))).toBe(400)
      expect(await statusOf(signed(hook, `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`))).toBe(400)
      expect(await statusOf(signed(hook, '{"a":"\\u0000"}'))).toBe(400)
      const once = { at: now - 5 }
      expect(await statusOf(signed(hook, '{"a":1}', once))).toBe(202)
      expect(await statusOf(signed(hook, '{"a":1}', once))).toBe(409)
      // The key is not signed: whoever listened in could write another one, or spell the signature otherwise.
      expect(await statusOf(signed(hook, '{"a":1}', { ...once, key: 'another' }))).toBe(409)
      expect(await statusOf(signed(hook, '{"a":1}', { ...once, spelling: (hex) => hex.toUpperCase() }))).toBe(409)
      const unsigned = await fetch(`${here.url}/api/hooks/${hook.id}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
      expect(unsigned.status).toBe(401)
      const plain = await fetch(`${here.url}/api/hooks/${hook.id}`, { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
      expect(plain.status).toBe(415)
      expect(await here.office.ask((tx) => tx.execute(sql`select count(*)::int as n from hook_delivery where hook_id = ${hook.id}`))).toEqual([{ n: 1 }])
    })

    test('shows its secret once, works with the new one only after it was changed, and cannot be removed while a rule uses it', async () => {
      const hook = await newHook()
      const { ruleId } = await rule({ type: 'hook.received', config: { hookRef: hook.id, fields: '' } }, { tell: tell('called') }, [['start', 'tell']])
      expect(JSON.stringify(await here.office.call.hook.list())).not.toContain(hook.secret)
      const { secret } = await here.office.call.hook.rotate({ id: hook.id })
      expect([(await signed(hook, '{}')).status, (await signed({ ...hook, secret }, '{}')).status]).toEqual([401, 202])
      await expect(here.office.call.hook.remove({ id: hook.id })).rejects.toMatchObject({ code: 'CONFLICT' })
      await here.office.call.rule.remove({ id: ruleId })
      await here.office.call.hook.remove({ id: hook.id })
      expect((await signed({ ...hook, secret }, '{"b":1}')).status).toBe(401)
      expect((await here.office.call.hook.list()).map(({ id }) => id)).not.toContain(hook.id)
    })
  })
}
