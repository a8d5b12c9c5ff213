import { expect, test, type Page } from '@playwright/test'
import { randomBytes, randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { z } from 'zod'
import { SALES } from '../../stack/demo/people'
import { rawOf } from '../support/mails'
import { sendUntilTaken } from '../support/sender'
import { change, drawing, newRule, read, subjectHas } from './api'
import { signIn } from './signed-in'
import { installation } from './surroundings'

// What only a person decides: to stop everything, what became of a mail nobody knows about, and in which language all of it is said.

let page: Page

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ locale: 'en-US' })
  await signIn(page)
})
test.afterAll(() => page.close())

const go = (path: string) => page.goto(`${installation().url}${path}`)

test('the kill switch cancels what has not ended, says so on every screen, and lets everything go on again', async () => {
  const mark = `halted-${randomBytes(4).toString('hex')}`
  const waiting = drawing(
    [['start', 'mail.arrived', {}, 0, 0], ['if', 'condition', subjectHas(mark), 0, 128], ['wait', 'wait.reply', { seconds: 14_400, listensTo: 'answered' }, 0, 256], ['tag', 'tag.add', { tag: 'Late' }, 0, 384]],
    ['start if', 'if:yes wait', 'wait:elapsed tag'],
  )
  const id = await newRule(page, mark, waiting, 'Sales')
  const { draftRevision } = await read(page, 'rule.get', z.object({ draftRevision: z.number() }), { id })
  await change(page, 'rule.publish', z.unknown(), { id, revision: draftRevision, note: '' })
  await sendUntilTaken(installation().gatewayPort, 'ann@example.com', SALES.address, rawOf({ from: 'Ann <ann@example.com>', to: SALES.address, subject: `About ${mark}` }))
  await go(`/executions?q=${mark}`)
  const run = page.getByRole('row', { name: new RegExp(mark) }).first()
  await expect(run).toContainText('Waiting')

  await go('/settings/workspace')
  await page.getByRole('button', { name: 'Stop all automation' }).click()
  const ask = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(ask).toContainText('Runs that have not ended are cancelled')
  await ask.getByRole('button', { name: 'Stop all automation' }).click()
  const bar = page.getByText('All automation is stopped: nothing is sent, tagged or moved.')
  await expect(bar).toBeVisible()

  await go(`/executions?q=${mark}`)
  await expect(run).toContainText('Cancelled')
  await expect(bar).toBeVisible()

  await page.getByRole('link', { name: 'Look at the switch' }).click()
  await page.getByRole('button', { name: 'Let it go on' }).click()
  await expect(bar).toBeHidden()
  await expect(page.getByText('Automation runs', { exact: true })).toBeVisible()
})

test('a mail of which nobody knows whether it left is settled by a person, and is never sent again by itself', async () => {
  const subject = `unknown-${randomBytes(4).toString('hex')}`
  const accounts = await read(page, 'account.list', z.array(z.object({ id: z.string(), name: z.string() })))
  const mail = { requestId: randomUUID(), accountId: accounts.find(({ name }) => name === 'Sales')?.id, to: [{ address: 'ann@example.com' }], subject, text: 'Did this arrive?', undoSeconds: 0 }
  const { outgoingMessageId: id } = await change(page, 'compose.send', z.object({ outgoingMessageId: z.string() }), mail)
  await expect.poll(async () => (await read(page, 'outbox.get', z.object({ state: z.string() }), { id })).state, { timeout: 60_000 }).toBe('accepted')
  const sql = postgres(installation().databases.ownerUrl, { max: 1 })
  try {
    // The server's answer is what is missing: the row as the worker leaves it when it was killed between the text and the answer.
    expect(await sql`update outgoing_message set state = 'uncertain', reply = null, settled_at = now() where id = ${id} returning subject`).toEqual([{ subject }])
    await go(`/outbox/${id}`)
    await expect(page.getByRole('main').getByText('Uncertain').first()).toBeVisible()
    await page.getByRole('button', { name: 'Settle' }).click()
    const ask = page.getByRole('dialog', { name: /^Did the mail to .* arrive\?$/ })
    await expect(ask.getByRole('radio')).toHaveCount(3)
    await ask.getByRole('button').last().click()
    await expect(page.getByText(`Noted as arrived: ${subject}`).first()).toBeVisible()
    await expect(page.getByRole('main').getByText('Accepted').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Settle' })).toHaveCount(0)
    expect(await sql`select state from outgoing_message where id = ${id}`).toEqual([{ state: 'accepted' }])
    expect(await sql`select id from dispatch where subject_id = ${id} and kind = 'start'`, 'nothing is about to send it').toEqual([])
  } finally {
    await sql.end()
  }
})

test('whoever chose a language and a time zone is spoken to in them at the first sign-in from any browser', async ({ browser }) => {
  const me = await read(page, 'me.get', z.object({ id: z.string(), locale: z.string(), timeZone: z.string() }))
  const sql = postgres(installation().databases.ownerUrl, { max: 1 })
  await change(page, 'me.update', z.unknown(), { locale: 'de', timeZone: 'Pacific/Auckland' })
  const fresh = await browser.newContext({ locale: 'en-US', timezoneId: 'Europe/London' })
  try {
    const elsewhere = await fresh.newPage()
    await signIn(elsewhere)
    await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'de')
    expect((await fresh.cookies()).find(({ name }) => name === 'postroom-own-zone')?.value).toBe('Pacific%2FAuckland')
    const shown = elsewhere.locator('time').first()
    const at = new Date((await shown.getAttribute('datetime')) ?? '')
    const there = new Intl.DateTimeFormat('de-DE', { timeZone: 'Pacific/Auckland', hour: '2-digit', minute: '2-digit' }).format(at)
    expect(`${await shown.getAttribute('title')} ${await shown.textContent()}`).toContain(there)
  } finally {
    await fresh.close()
    await sql`update app_user set locale = ${me.locale}, time_zone = ${me.timeZone} where id = ${me.id}`
    await sql.end()
  }
})
