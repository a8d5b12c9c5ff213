import { expect, test, type Page } from '@playwright/test'
import { newLogin, otherProgram, type Login } from '../support/mailroom'
import { rawOf } from '../support/mails'
import type { SmtpSink } from '../support/smtp-sink'
import { signIn } from './signed-in'
import { installation, mailServer, outgoingSink } from './surroundings'

// One story, told in order in one browser: from a mail server that nobody connected yet to a mail that a rule has dealt with.
test.describe.configure({ mode: 'serial' })

const ADDRESS = 'support@postroom-e2e.example'
const BILLING = 'Billing <billing@example.com>'

let page: Page
let login: Login
let sink: SmtpSink

test.beforeAll(async ({ browser }) => {
  sink = await outgoingSink()
  login = await newLogin(mailServer())
  const program = await otherProgram(login)
  await program.client.mailboxCreate('Invoices')
  program.close()
  await mailServer().deliver(login.user, rawOf({ from: BILLING, to: ADDRESS, subject: 'Invoice 870 of April' }))
  page = await browser.newPage()
})
test.afterAll(async () => {
  await page.close()
  await sink.stop()
})

const go = (path: string) => page.goto(`${installation().url}${path}`)

test('a person signs in', async () => {
  await signIn(page)
})

test('and connects a mailbox and the server that mail leaves through, each tried first', async () => {
  await go('/settings/accounts')
  await page.getByRole('button', { name: 'Connect account' }).click()
  const sheet = page.getByRole('dialog', { name: 'Connect account' })
  await sheet.getByLabel('Address').fill(ADDRESS)
  await sheet.getByRole('button', { name: 'Continue' }).click()

  await sheet.getByLabel('IMAP server').fill('127.0.0.1')
  await sheet.getByLabel('Encryption').click()
  await page.getByRole('option', { name: 'None' }).click()
  await sheet.getByLabel('Port').fill(String(login.port))
  await sheet.getByLabel('User name').fill(login.user)
  await sheet.getByLabel('Password', { exact: true }).fill('not this one')
  await sheet.getByRole('button', { name: 'Test the connection' }).click()
  await expect(sheet.getByText('Sign-in refused')).toBeVisible()
  await sheet.getByLabel('Password', { exact: true }).fill(login.password)
  await sheet.getByRole('button', { name: 'Test the connection' }).click()
  await expect(sheet.getByText('The connection works.')).toBeVisible()
  await sheet.getByRole('button', { name: 'Continue' }).click()

  await sheet.getByRole('radio', { name: 'Another server' }).click()
  await sheet.getByLabel('Name of the server').fill('Relay')
  await sheet.getByLabel('SMTP server').fill('127.0.0.1')
  await sheet.getByLabel('Encryption').click()
  await page.getByRole('option', { name: 'None' }).click()
  await sheet.getByLabel('Port').fill(String(installation().sinkPort))
  await sheet.getByLabel('User name').fill('')
  await sheet.getByLabel('Password', { exact: true }).fill('')
  await sheet.getByRole('button', { name: 'Test the connection' }).click()
  await expect(sheet.getByText('The connection works.')).toBeVisible()
  await sheet.getByRole('button', { name: 'Connect' }).click()
  await expect(sheet.getByText('Automation starts in dry run')).toBeVisible()
})

test('the mail that was there already appears in the inbox', async () => {
  await go('/inbox')
  await expect(page.getByText('Invoice 870 of April').first()).toBeVisible()
})
