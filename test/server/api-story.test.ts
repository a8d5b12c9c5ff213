// The whole of Postroom through its API with a token alone, told in order: a mail server is connected, a rule is drawn, tried and published, mail comes,
// and everything that happened to it can be asked for. The worker, the engine, the mail server and the server that mail is sent through are real.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiClient, type ApiClient } from '../support/api-client'
import { openApi, personIn, serve, tokenOf, type Served, type TestApi } from '../support/api'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { newLogin, otherProgram, type Login } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { dovecotMissing, engineMissing } from '../support/present'
import { graphOf } from '../support/rules'
import { MASTER_KEY, workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

const BILLING = 'Billing <billing@example.com>'

describe.skipIf(engineMissing || dovecotMissing)('with a token alone', () => {
  let dovecot: Dovecot
  let sink: SmtpSink
  let api: TestApi
  let worker: TestWorker
  let served: Served
  let login: Login
  let postroom: ApiClient

  let accountId: string
  let invoices: string
  let ruleId: string
  let olderId: string
  let invoiceId: string
  let executionId: string
  const invoice = rawOf({ from: BILLING, to: 'support@northwind.example', subject: 'Invoice 871 of May', text: 'Please pay 120 euros.', id: '<871@example.com>' })

  beforeAll(async () => {
    ;[dovecot, sink] = await Promise.all([sharedDovecot(), startSmtpSink()])
    login = await newLogin(dovecot)
    const program = await otherProgram(login)
    await program.client.mailboxCreate('Invoices')
    program.close()
    await dovecot.deliver(login.user, rawOf({ from: BILLING, subject: 'Invoice 870 of April' }))
    const allowedHosts = [`127.0.0.1:${login.port}`, `127.0.0.1:${sink.port}`]
    api = await openApi({ masterKey: MASTER_KEY, allowedHosts })
    served = await serve(api)
    worker = await workerFor({ database: api.database, test: api.place }, { allowedHosts })
    await worker.connected
    postroom = apiClient(served.url, await tokenOf(api, await personIn(api), ['read', 'write', 'admin']))
  })
  afterAll(async () => {
    await served.close()
    await worker.stop()
    await api.close()
    await sink.stop()
  })

  const inbox = (q: string) => postroom.ask('message', 'list', { q })
  const found = async (q: string) => (await inbox(q)).rows[0]
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

  it('tries a mail server step by step, and connects it', async () => {
    const { port, user, password } = login
    const imap = { host: '127.0.0.1', port, security: 'none' as const, user }
    const wrong = await postroom.tell('account', 'test', { imap, password: 'not this one' })
    expect(wrong.stages.find(({ state }) => state === 'failed')).toMatchObject({ stage: 'sign-in', fix: 'check user and password' })
    expect(await postroom.tell('account', 'test', { imap, password })).toMatchObject({ passed: true })

    const connected = await postroom.tell('account', 'create', { kind: 'imap', name: 'Support', address: 'support@northwind.example', imap, password })
    accountId = connected.id
    expect(connected).toMatchObject({ state: 'connecting', incomingMode: 'dry run' })
    await until('all its mail has been read', async () => (await postroom.ask('account', 'get', { id: accountId })).state === 'live')
  })

  it('finds its folders and the mail that was there already', async () => {
    const folders = await postroom.ask('mailbox', 'list', { accountId })
    invoices = folders.find(({ name }) => name === 'Invoices')?.id ?? ''
    expect(folders.map(({ name }) => name)).toEqual(expect.arrayContaining(['Invoices', 'Sent']))
    olderId = (await until('the older mail is read', () => found('invoice 870'))).id
  })

  it('says through which server mail leaves', async () => {
    const server = { host: '127.0.0.1', port: sink.port, security: 'none' as const, user: '' }
    expect(await postroom.tell('outgoingServer', 'test', { server, password: null })).toMatchObject({ passed: true })
    expect(await postroom.tell('outgoingServer', 'create', { name: 'Relay', server })).toMatchObject({ name: 'Relay' })
  })

  it('draws a rule: invoices from example.com are tagged, filed, become tickets and are answered', async () => {
    const test = (field: string, operator: string, value: string) => ({ kind: 'test', field, header: '', operator, values: [value] })
    const graph = graphOf(
      {
        if: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [test('subject', 'contains', 'invoice'), test('fromDomain', 'is', 'example.com')] } } },
        tag: { type: 'tag.add', config: { tag: 'Finance' } },
        move: { type: 'mailbox.move', config: { mailboxRef: invoices } },
        ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } },
        reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'Thank you, we have your invoice.' } },
      },
      [['start', 'if'], ['if:yes', 'tag'], ['tag', 'move'], ['move', 'ticket'], ['ticket', 'reply']],
    )
    expect(await postroom.tell('rule', 'validate', { accountId, graph })).toEqual({ canPublish: true, problems: [] })
    const made = await postroom.tell('rule', 'create', { name: 'Invoices', accountId, graph })
    ruleId = made.id
    expect(made.draftRevision).toBe(1)
  })

  it('tries it on a mail before anything is live, and nothing happens', async () => {
    const { run, problems } = await postroom.tell('rule', 'dryRun', { ruleId, messageId: olderId })
    expect(problems).toEqual([])
    expect(run?.effects.map(({ kind }) => kind)).toEqual(['tag.add', 'message.move', 'record.create', 'mail.reply'])
    expect((await postroom.ask('execution', 'list')).rows).toEqual([])
    expect(sink.mails).toEqual([])
  })

  it('publishes it and lets the account act in earnest', async () => {
    expect(await postroom.tell('rule', 'publish', { id: ruleId, revision: 1, note: 'first' })).toMatchObject({ number: 1 })
    await postroom.tell('account', 'setMode', { id: accountId, mode: 'live' })
    expect(await postroom.ask('rule', 'list')).toMatchObject([{ id: ruleId, state: 'active', liveVersion: 1, hasUnpublishedChanges: false, accountMode: 'live' }])
  })

  it('a mail delivered to the server gets its tag, its ticket, its folder and one reply within seconds', async () => {
    await dovecot.deliver(login.user, invoice, 'billing@example.com')
    const [execution] = await until('its execution is done', async () => {
      const { rows } = await postroom.ask('execution', 'list', { filter: { ruleIds: [ruleId] } })
      return rows[0]?.state === 'done' ? rows : null
    })
    executionId = execution?.id ?? ''
    invoiceId = execution?.messageId ?? ''

    const mail = await postroom.ask('message', 'get', { id: invoiceId })
    expect(mail.tags.map(({ name }) => name)).toEqual(['Finance'])
    expect(mail.mailboxes.map(({ name }) => name)).toEqual(['Invoices'])
    expect(await lyingIn('Invoices')).toEqual(['Invoice 871 of May'])
    expect(await lyingIn('INBOX')).toEqual(['Invoice 870 of April'])
    expect((await postroom.ask('record', 'list')).rows).toMatchObject([{ type: 'ticket', title: 'Invoice 871 of May', contactAddress: 'billing@example.com', madeBy: { executionId } }])

    expect(sink.mails).toMatchObject([{ from: 'support@northwind.example', recipients: ['billing@example.com'] }])
    const reply = sink.mails[0]?.text ?? ''
    expect(reply).toMatch(/^Subject: Re: Invoice 871 of May\r$/m)
    expect(reply).toMatch(/^In-Reply-To: <871@example\.com>\r$/m)
    expect(reply).toMatch(/^References: <871@example\.com>\r$/m)
    expect(reply).toMatch(/^Auto-Submitted: auto-replied\r$/m)
    expect((await postroom.ask('outbox', 'list')).rows).toMatchObject([{ state: 'accepted', automatic: true, subject: 'Re: Invoice 871 of May', rule: { executionId } }])
    expect(await until('the copy in Sent', () => lyingIn('Sent').then((sent) => (sent.length > 0 ? sent : null)))).toEqual(['Re: Invoice 871 of May'])
  })

  it('the execution shows every step with the values it compared', async () => {
    const { state, mode, steps, notReached } = await postroom.ask('execution', 'get', { id: executionId })
    expect({ state, mode, notReached }).toEqual({ state: 'done', mode: 'live', notReached: [] })
    expect(steps).toMatchObject([
      { stepId: 'start', state: 'done' },
      {
        stepId: 'if', state: 'done', port: 'yes',
        compared: [
          { path: [], kind: 'group', mode: 'all', verdict: true },
          { path: [0], kind: 'test', field: 'subject', operator: 'contains', expected: ['invoice'], actual: ['Invoice 871 of May'], verdict: true },
          { path: [1], kind: 'test', field: 'fromDomain', operator: 'is', expected: ['example.com'], actual: ['example.com'], verdict: true },
        ],
      },
      { stepId: 'tag', state: 'done', receipts: [{ effect: 'tag.add', result: 'done', change: 'changed' }] },
      { stepId: 'move', state: 'done', receipts: [{ effect: 'message.move', result: 'done', change: 'changed' }] },
      { stepId: 'ticket', state: 'done', receipts: [{ effect: 'record.create', result: 'done', change: 'created' }] },
      { stepId: 'reply', state: 'done', mail: { state: 'accepted', to: [{ address: 'billing@example.com' }], subject: 'Re: Invoice 871 of May' } },
    ])
  })

  it('the same mail delivered twice gives one of everything', async () => {
    await dovecot.deliver(login.user, invoice, 'billing@example.com')
    await until('the second copy is seen', async () => (await postroom.ask('message', 'get', { id: invoiceId })).mailboxes.length === 2)
    expect((await postroom.ask('message', 'get', { id: invoiceId })).tags).toHaveLength(1)
    expect((await postroom.ask('execution', 'list')).rows).toHaveLength(1)
    expect((await postroom.ask('record', 'list')).rows).toHaveLength(1)
    expect((await postroom.ask('outbox', 'list')).rows).toHaveLength(1)
    expect(sink.mails).toHaveLength(1)
  })

  it('a mail that does not match shows why not', async () => {
    await dovecot.deliver(login.user, rawOf({ from: 'Eve <eve@elsewhere.example>', subject: 'Invoice of somebody else' }))
    const { id: messageId } = await until('it is stored', () => found('somebody'))
    expect(await postroom.ask('rule', 'whyNot', { ruleId, messageId })).toMatchObject({
      standing: 'condition',
      stored: {
        step: 'if',
        because: [
          { kind: 'group', mode: 'all', verdict: false },
          { field: 'subject', expected: ['invoice'], actual: ['Invoice of somebody else'], verdict: true },
          { field: 'fromDomain', expected: ['example.com'], actual: ['elsewhere.example'], verdict: false },
        ],
      },
    })
    expect(await postroom.ask('message', 'automation', { id: messageId })).toMatchObject({ executions: [], whyNot: [{ ruleId, standing: 'condition' }] })
    expect(sink.mails).toHaveLength(1)
  })

  it('asks why a rule did nothing for a mail that was there before it', async () => {
    expect(await postroom.ask('rule', 'whyNot', { ruleId, messageId: olderId })).toMatchObject({ standing: 'not an arrival', now: { hit: true } })
  })

  it('works through the inbox: search, star, archive, and undo', async () => {
    expect((await inbox('from:billing april')).rows).toMatchObject([{ id: olderId, subject: 'Invoice 870 of April' }])
    await postroom.tell('message', 'star', { ids: [olderId], starred: true })
    const { undo } = await postroom.tell('message', 'moveToRole', { ids: [olderId], role: 'archive' })
    await until('the server has moved it', async () => (await lyingIn('Archive')).includes('Invoice 870 of April'))
    for (const { mailboxId, ids } of undo) await postroom.tell('message', 'move', { mailboxId, ids: [...ids] })
    await until('the server has moved it back', async () => (await lyingIn('INBOX')).includes('Invoice 870 of April'))
    expect((await inbox('from:billing april')).rows).toMatchObject([{ id: olderId, starred: true }])
  })

  it('writes a reply and takes it back within the undo window', async () => {
    const { to, subject } = await postroom.ask('compose', 'prefill', { messageId: olderId, kind: 'reply' })
    const sent = await postroom.tell('compose', 'send', { requestId: '00000000-0000-4000-8000-000000000001', accountId, to: [...to], subject, text: 'Thank you.', inReplyToMessageId: olderId })
    expect(sent.notBefore).toBeInstanceOf(Date)
    expect(await postroom.tell('outbox', 'cancel', { id: sent.outgoingMessageId })).toMatchObject({ state: 'cancelled' })
    expect(sink.mails).toHaveLength(1)
  })

  it('answers errors with a stable code and a sentence', async () => {
    const response = await postroom.response('execution.get', { id: olderId })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { json: { message: 'There is no such execution.', data: { code: 'not found', path: 'execution.get' } } } })
  })
})
