import { expect, test, type Page } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { newLogin, otherProgram, type Login } from '../support/mailroom'
import { rawOf } from '../support/mails'
import type { SmtpSink } from '../support/smtp-sink'
import { signIn } from './signed-in'
import { installation, mailServer, outgoingSink } from './surroundings'

// One story, told in order in one browser: from a mail server that nobody connected yet to a mail that a rule has dealt with.
test.describe.configure({ mode: 'serial' })

const NAME = `desk-${randomBytes(3).toString('hex')}`
const ADDRESS = `${NAME}@postroom-e2e.example`
const MESSAGE_ID = `<871-${NAME}@example.com>`
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
  await page.getByRole('option', { name: 'No encryption' }).click()
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
  await sheet.getByLabel('Name of the server').fill(`Relay of ${NAME}`)
  await sheet.getByLabel('SMTP server').fill('127.0.0.1')
  await sheet.getByLabel('Encryption').click()
  await page.getByRole('option', { name: 'No encryption' }).click()
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

/** Adds a step behind a way out of another, by the plus on the canvas. */
async function addAfter(step: string, port: string, kind: string): Promise<void> {
  await page.getByRole('button', { name: `Add a step after ${step}, ${port}` }).click()
  await page.getByRole('dialog', { name: 'Add a step' }).getByRole('option', { name: kind }).first().click()
}

/** Chooses in a list that is searched by typing. */
async function pick(field: string, search: string, value: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).click()
  await page.getByPlaceholder(search).fill(value)
  await page.getByRole('option', { name: new RegExp(value) }).first().click()
}

/** Subjects in a folder, asked of the mail server itself. */
async function lyingIn(folder: string): Promise<string[]> {
  const program = await otherProgram(login)
  try {
    const { exists } = await program.client.mailboxOpen(folder, { readOnly: true })
    return exists === 0 ? [] : (await program.client.fetchAll('1:*', { envelope: true })).map(({ envelope }) => envelope?.subject ?? '')
  } finally {
    program.close()
  }
}

/** Adds a comparison to the condition that is open: field, comparison and value. */
async function condition(number: number, field: string, operator: string, value: string): Promise<void> {
  const conditions = page.getByRole('region', { name: 'Take “Yes” when' })
  await conditions.getByRole('button', { name: 'Condition', exact: true }).click()
  const row = conditions.getByRole('group', { name: `Condition ${number}` })
  await row.getByRole('combobox', { name: 'Field' }).click()
  await page.getByRole('option', { name: field, exact: true }).click()
  await row.getByRole('combobox', { name: 'Comparison' }).click()
  await page.getByRole('option', { name: operator, exact: true }).click()
  await row.getByRole('textbox', { name: `Values for ${field}` }).fill(value)
  await row.getByRole('textbox', { name: `Values for ${field}` }).press('Enter')
}

test('a rule is drawn on the canvas', async () => {
  await go('/rules')
  await page.getByRole('button', { name: 'New rule' }).first().click()
  const sheet = page.getByRole('dialog', { name: 'New rule' })
  await sheet.getByLabel('For mail in').click()
  await page.getByRole('option', { name: new RegExp(NAME, 'i') }).click()
  await sheet.getByRole('button', { name: 'Draw one from scratch' }).click()
  await expect(page).toHaveURL(/\/rules\/[^/]+\/edit/)

  await addAfter('Mail arrives', 'Then', 'Condition')
  await condition(1, 'Subject', 'contains', 'invoice')
  await condition(2, 'Sender domain', 'is', 'example.com')

  await addAfter('Condition', 'Yes', 'Tag')
  await pick('Tag', 'Find a tag', 'Finance')
  await addAfter('Tag', 'Then', 'Move to folder')
  await pick('Folder', 'Find a folder', 'Invoices')
  await addAfter('Move to folder', 'Then', 'Create record')
  await addAfter('Create record', 'Then', 'Automatic reply')
  await page.getByLabel('Text').fill('Thank you, we have your invoice.')

  await page.getByRole('tab', { name: 'Sentence' }).click()
  const sentence = page.getByRole('tabpanel', { name: 'Sentence' })
  await expect(sentence).toContainText('When a mail arrives in')
  await expect(sentence).toContainText('if the subject contains “invoice” and the sender’s domain is “example.com”, then tag it Finance, move it to Invoices, create a ticket, and send an automatic reply')
})

test('and tried on a mail, which shows what it would do and does nothing', async () => {
  await page.getByRole('button', { name: /^Test/ }).click()
  await page.getByRole('button', { name: 'Choose a mail' }).click()
  await page.getByPlaceholder(/Search mail in/).fill('April')
  await page.getByRole('option', { name: /Invoice 870 of April/ }).click()
  await expect(page.getByText('Matches', { exact: true })).toBeVisible()
  await expect(page.getByText('Takes 6 of 6 steps. Nothing was sent or changed.')).toBeVisible()
  await expect(page.getByText('Would do').first()).toBeVisible()
  expect(sink.mails).toEqual([])
  expect(await lyingIn('Invoices')).toEqual([])
})

test('it is published, and the account set live', async () => {
  await page.getByRole('button', { name: 'Publish v1' }).click()
  const sheet = page.getByRole('dialog', { name: /Publish .* as v1/ })
  await sheet.getByRole('button', { name: 'Publish v1' }).click()
  await expect(page.getByText('v1 is live').first()).toBeVisible()

  await go('/settings/accounts')
  await page.getByRole('grid', { name: 'Accounts' }).getByText(new RegExp(NAME, 'i')).first().click()
  await page.getByRole('region', { name: new RegExp(NAME, 'i') }).getByRole('radiogroup', { name: 'Act on new mail' }).getByRole('radio', { name: 'Live' }).click()
  const ask = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  await expect(ask).toContainText('tag it Finance')
  await ask.getByRole('button', { name: 'Go live' }).click()
  await expect(page.getByText('Published rules act on every new mail.')).toBeVisible()
})

test('a mail that arrives is tagged, filed, made a ticket and answered within seconds', async () => {
  await go('/inbox')
  await mailServer().deliver(login.user, rawOf({ from: BILLING, to: ADDRESS, subject: 'Invoice 871 of May', text: 'Please pay 120 euros.', id: MESSAGE_ID }), 'billing@example.com')
  await go('/inbox?scope=all&q=871')
  const row = page.getByRole('row', { name: /Invoice 871 of May/ }).first()
  await expect(row).toContainText('Finance')
  await row.click()
  await expect(page.getByRole('main').getByText('Finance').first()).toBeVisible()
  await expect(page.getByRole('link', { name: /Ticket #\d+/ }).first()).toBeVisible()
  await expect.poll(() => lyingIn('Invoices')).toEqual(['Invoice 871 of May'])
  expect(await lyingIn('INBOX')).toEqual(['Invoice 870 of April'])

  await expect.poll(() => sink.mails.length).toBe(1)
  expect(sink.mails[0]).toMatchObject({ from: ADDRESS, recipients: ['billing@example.com'] })
  const reply = sink.mails[0]?.text ?? ''
  expect(reply.split('\r\n')).toEqual(expect.arrayContaining([`In-Reply-To: ${MESSAGE_ID}`, `References: ${MESSAGE_ID}`, 'Auto-Submitted: auto-replied', 'Subject: Re: Invoice 871 of May']))
})

test('its run shows every step with the values it compared', async () => {
  await page.getByRole('link', { name: 'Open run' }).click()
  await expect(page).toHaveURL(/\/executions\/[^/]+/)
  const steps = page.getByRole('list', { name: 'Steps' }).first()
  for (const step of ['Mail arrives', 'Condition', 'Tag', 'Move to folder', 'Create record', 'Automatic reply']) await expect(steps.getByRole('button', { name: new RegExp(step) })).toBeVisible()
  await steps.getByRole('button', { name: /Condition/ }).click()
  const compared = page.getByRole('region', { name: 'What it compared' })
  await expect(compared).toContainText('invoice')
  await expect(compared).toContainText('Invoice 871 of May')
  await expect(compared).toContainText('example.com')
})

test('a mail that does not match shows why not', async () => {
  await mailServer().deliver(login.user, rawOf({ from: 'Eve <eve@elsewhere.example>', to: ADDRESS, subject: 'Invoice of somebody else' }))
  await go('/inbox?q=somebody')
  await page.getByRole('row', { name: /Invoice of somebody else/ }).first().click()
  const panel = page.getByRole('complementary', { name: 'About this mail' })
  await expect(panel).toContainText('No rule acted on this mail.')
  await expect(panel).toContainText('the sender’s domain is “example.com”')
  await expect(panel).toContainText('elsewhere.example')
  expect(sink.mails).toHaveLength(1)
})
