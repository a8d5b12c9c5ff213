import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { approvalLinks } from '../../activities/approval-links'
import { performers } from '../../activities/effects'
import { ingest } from '../../activities/ingest'
import { planCache } from '../../activities/plans'
import { sendOutgoing, type SendDeps } from '../../activities/send-message'
import { getOutgoing } from '../../db/queries/outgoing-get'
import { outgoingServer } from '../../db/schema'
import { readMessage } from '../../mail/read-message'
import { createSubmitter, type Submitter } from '../../mail/smtp'
import { accountWith } from '../support/fixtures'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { openMailroom, watchedMail, type Mailroom } from '../support/mailroom'
import { freshId, rawOf, received, type Letter } from '../support/mails'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { MASTER_KEY } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'

/** What rules send: texts of their own, and the mail itself. */

let room: Mailroom
let dovecot: Dovecot
let sink: SmtpSink
let submitter: Submitter
let deps: AdvanceDeps & SendDeps
let accountId: string
let address: string

beforeAll(async () => {
  ;[room, dovecot, sink] = await Promise.all([openMailroom(), sharedDovecot(), startSmtpSink()])
  submitter = createSubmitter(room.guard)
  room.allow(sink.host, sink.port)
  await room.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: room.workspaceId, name: 'Sink', server: { host: sink.host, port: sink.port, security: 'none', user: '' } }))
  deps = { ...room, ingest: (batch) => ingest(deps, batch), now: () => new Date(), fault: async () => undefined, plans: planCache(), performers: performers(room), links: approvalLinks('http://postroom.example', MASTER_KEY), submitter }
})
afterAll(async () => {
  submitter.close()
  await sink.stop()
  await room.close()
})
beforeEach(async () => {
  sink.clear()
  address = `support-${freshId().slice(1, 9)}@northwind.example`
  ;({ accountId } = await room.ask((tx) => accountWith(tx, room.workspaceId, address, 'local')))
})

const ask = (query: ReturnType<typeof sql>) => room.ask((tx) => tx.execute(query))
const inRow = (steps: Steps): Arrows => Object.keys(steps).map((id, index, ids) => [ids[index - 1] ?? 'start', id] as const)
const rule = (steps: Steps) => ruleWith(room, graphOf(steps, inRow(steps)), { accountId })
const send = (more: Readonly<Record<string, unknown>>) => ({ type: 'mail.send', config: { to: 'sender', userRef: '', address: '', thread: 'same', subject: 'Re: {{ subject }}', text: 'We are on it.', ...more } })
const forward = (more: Readonly<Record<string, unknown>> = {}) => ({ type: 'mail.forward', config: { to: ['accounting@bouw.example'], style: 'attached', subject: 'Fwd: {{ subject }}', note: 'Please pay.', ...more } })
const redirect = (...to: readonly string[]) => ({ type: 'mail.redirect', config: { to } })
const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }

const walk = (executionId: string, more: Partial<AdvanceDeps> = {}) => advance({ ...deps, ...more }, { workspaceId: room.workspaceId, executionId })
const skips = async (executionId: string) => (await ask(sql`select step_id, reason, detail from execution_step where execution_id = ${executionId} and state = 'skipped' order by seq`)).map(({ step_id, reason, detail }) => [step_id, reason, detail])
const outgoing = (executionId: string) => ask(sql`select id, state, form, carries, envelope_from as "envelopeFrom", thread_id as "threadId", record_id as "recordId", sent_copy as "sentCopy", source_message_id as "sourceId", raw is null as "isForgotten", automatic from outgoing_message where execution_id = ${executionId} order by created_at`)

/** A mail arrives; what it sets off is walked, sent and walked on. */
async function run(letter: Letter | Buffer): Promise<{ executionId: string; messageId: string; ended: string | null }> {
  const raw = Buffer.isBuffer(letter) ? letter : rawOf({ to: address, ...letter })
  const [taken] = await takeIn(raw)
  const executionId = taken?.executionIds[0] ?? ''
  await walk(executionId)
  return { executionId, messageId: taken?.messageId ?? '', ended: await sendAll(executionId) }
}
const takeIn = async (raw: Buffer) => ingest(deps, { workspaceId: room.workspaceId, accountId, mails: [await received(raw)] })
/** Sends what it waits for, until it waits for nothing. */
async function sendAll(executionId: string): Promise<string | null> {
  for (;;) {
    const queued = (await outgoing(executionId)).filter(({ state }) => state === 'queued')
    if (queued.length === 0) return (await walk(executionId)).ended
    for (const { id } of queued) await sendOutgoing(deps, { workspaceId: room.workspaceId, outgoingMessageId: String(id) }, { signal: new AbortController().signal, beat: () => undefined })
    await walk(executionId)
  }
}

/** A mail with bytes that nobody may touch: 8 bit, odd spacing, a line that is a dot, two attachments. */
function invoice(headers: readonly string[] = []): Buffer {
  const part = (lines: readonly string[]) => ['--x', ...lines].join('\r\n')
  return Buffer.from(
    [
      ...headers, 'Received: from a.example by b.example; Fri, 20 Nov 2026 10:00:00 +0000', 'From:   Pieter   <pieter@bouw.example>', `To: ${address}`, 'subject: =?utf-8?Q?R=C3=A9chnung?= 7', `Message-ID: ${freshId()}`,
      'DKIM-Signature: v=1; a=rsa-sha256;', '\tb=abc', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=x', '',
      part(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', 'Grüße  ', '.', 'Ende']),
      part(['Content-Type: application/pdf', 'Content-Disposition: attachment; filename="invoice.pdf"', 'Content-Transfer-Encoding: base64', '', 'JVBERi0x']),
      part(['Content-Type: text/csv', 'Content-Disposition: attachment; filename="lines.csv"', '', 'a;b']), '--x--', '',
    ].join('\r\n'),
    'utf8',
  )
}

describe('redirecting', () => {
  test('sends the very bytes on behind Resent fields, keeps no copy, and says in the outbox what it is', async () => {
    await rule({ on: redirect('team@bouw.example', 'boss@bouw.example') })
    const raw = invoice()
    const { executionId, messageId, ended } = await run(raw)
    expect(ended).toBe('done')
    const [mail] = sink.mails
    expect(mail).toMatchObject({ from: address, recipients: ['team@bouw.example', 'boss@bouw.example'] })
    const head = mail?.raw.subarray(0, mail.raw.length - raw.length).toString() ?? ''
    expect(mail?.raw.subarray(-raw.length).equals(raw)).toBe(true)
    expect(head.split('\r\n').map((line) => line.replace(/^(Resent-Date|Resent-Message-ID): .+/, '$1: …'))).toEqual(['X-Postroom-Hop: 0', `Resent-From: <${address}>`, 'Resent-To: <team@bouw.example>,', ' <boss@bouw.example>', 'Resent-Date: …', 'Resent-Message-ID: …', ''])
    const [row] = await outgoing(executionId)
    expect(row).toMatchObject({ form: 'redirect', sourceId: messageId, sentCopy: 'not needed', isForgotten: true, automatic: true })
    expect(await ask(sql`select count(*)::int as n from message where account_id = ${accountId}`)).toEqual([{ n: 1 }])
    expect(await room.ask((tx) => getOutgoing(tx, room.workspaceId, String(row?.id)))).toMatchObject({ form: 'redirect', source: { id: messageId } })
  })

  test('never to itself, back to where it came from, or to where it has been; the others get it', async () => {
    await rule({ own: redirect(address), back: redirect('PIETER@bouw.example'), been: redirect('old@bouw.example'), some: redirect('old@bouw.example', 'new@bouw.example') })
    const { executionId } = await run(invoice(['Resent-To: <old@bouw.example>']))
    expect(await skips(executionId)).toEqual([['own', 'loop guard', 'own address'], ['back', 'loop guard', 'back to the sender'], ['been', 'loop guard', 'been there']])
    expect(sink.mails.map(({ recipients }) => recipients)).toEqual([['new@bouw.example']])
  })

  test('of what was passed on too often ends, and what comes back from us is a hop further', async () => {
    await rule({ on: redirect('team@bouw.example') })
    const lost = await run(invoice(Array.from({ length: 5 }, (_, index) => `Resent-Message-ID: <${index}@x.example>`)))
    expect(await skips(lost.executionId)).toEqual([['on', 'loop guard', 'passed on too often']])
    await run(invoice())
    const [once] = sink.mails
    const [taken] = await takeIn(once?.raw ?? Buffer.from(''))
    expect(await ask(sql`select hop from execution where id = ${taken?.executionIds[0] ?? null}::uuid`)).toEqual([{ hop: 1 }])
  })

  test('a report goes on without a return path, so that no report of it comes back', async () => {
    await rule({ on: redirect('team@bouw.example') })
    const { executionId } = await run({ from: 'MAILER-DAEMON@bouw.example', headers: ['Return-Path: <>', 'Auto-Submitted: auto-replied'] })
    expect(await outgoing(executionId)).toMatchObject([{ envelopeFrom: '' }])
    expect(sink.mails[0]?.from).toBe('')
  })

  test('fetches the mail from its server when the bytes are not kept here any more', async () => {
    const watched = await watchedMail(room, dovecot)
    accountId = watched.accountId
    const { ruleId } = await rule({ on: redirect('team@bouw.example') })
    await watched.watching.stop()
    await ask(sql`delete from raw_message where message_id = ${watched.messageId}`)
    const [execution] = await ask(sql`
      insert into execution (workspace_id, id, account_id, rule_id, rule_version_id, plan_id, event_id, position, trigger, message_id, thread_id, mode, scope_key, released_at)
      select r.workspace_id, gen_random_uuid(), r.account_id, r.id, v.id, v.plan_id, gen_random_uuid(), 0, 'by hand', m.id, m.thread_id, 'live', 'u:test', now() from rule r join rule_version v on v.id = r.live_version_id, message m where r.id = ${ruleId} and m.id = ${watched.messageId} returning id`)
    await walk(String(execution?.id))
    expect(await sendAll(String(execution?.id))).toBe('done')
    const [{ header } = {}] = await ask(sql`select message_id_header as header from message where id = ${watched.messageId}`)
    expect(sink.mails[0]?.text).toContain(`Message-ID: ${String(header)}`)
  })
})

describe('forwarding', () => {
  test('attaches the whole mail, untouched, to a mail of ours that begins a conversation of its own', async () => {
    await rule({ on: forward() })
    const raw = invoice()
    const { executionId, messageId, ended } = await run(raw)
    expect(ended).toBe('done')
    const [mail] = sink.mails
    expect(mail?.raw.includes(raw)).toBe(true)
    const parsed = await readMessage(mail?.raw ?? Buffer.from(''), null)
    expect(parsed.content).toMatchObject({ subject: 'Fwd: Réchnung 7', mailClass: 'automatic', references: [], attachments: [{ name: expect.stringContaining('.eml'), type: 'message/rfc822' }] })
    expect(parsed.content.text).toContain('Please pay.')
    expect(await outgoing(executionId)).toMatchObject([{ form: 'forward', carries: 'message', sourceId: messageId, threadId: null, isForgotten: false }])
    // Our own copy is there, in a thread of its own.
    expect(await ask(sql`select direction, thread_id <> (select thread_id from message where id = ${messageId}) as apart from message where account_id = ${accountId} and id <> ${messageId}`)).toEqual([{ direction: 'out', apart: true }])
  })

  test('quotes the text and carries the attachments, byte for byte', async () => {
    await rule({ on: forward({ style: 'quoted' }) })
    await run(invoice())
    const parsed = await readMessage(sink.mails[0]?.raw ?? Buffer.from(''), null)
    expect(parsed.content.text).toMatch(/^Please pay\.\n\n-{10} Forwarded message -{10}\nFrom: Pieter <pieter@bouw\.example>\nSubject: Réchnung 7\nTo: support-[^\n]+\n\nGrüße/)
    expect(parsed.content.attachments).toMatchObject([{ name: 'invoice.pdf', type: 'application/pdf', size: 6 }, { name: 'lines.csv', type: 'text/csv', size: 3 }])
  })

  test('is done once, whichever moment its worker dies at, with the same bytes at every try', async () => {
    await rule({ on: forward() })
    const [taken] = await takeIn(invoice())
    const executionId = taken?.executionIds[0] ?? ''
    const dying = (at: string): Partial<AdvanceDeps & SendDeps> => ({ fault: (site) => (site === at ? Promise.reject(new Error('killed')) : Promise.resolve()) })
    await expect(walk(executionId, dying('advance: before commit'))).rejects.toThrow('killed')
    await expect(walk(executionId, dying('advance: after commit'))).rejects.toThrow('killed')
    const [queued, ...others] = await outgoing(executionId)
    expect(others).toEqual([])
    const mail = { workspaceId: room.workspaceId, outgoingMessageId: String(queued?.id) }
    sink.fail({ at: 'rcpt', code: 451 })
    const line = { signal: new AbortController().signal, beat: () => undefined }
    await sendOutgoing(deps, mail, line)
    const bytes = async () => (await ask(sql`select encode(raw, 'hex') as raw from outgoing_message where id = ${mail.outgoingMessageId}`))[0]?.raw
    const before = await bytes()
    await ask(sql`update outgoing_message set next_try_at = now() where id = ${mail.outgoingMessageId}`)
    await sendOutgoing(deps, mail, line)
    expect(await bytes()).toBe(before)
    expect(sink.mails).toHaveLength(1)
    expect((await walk(executionId)).ended).toBe('done')
  })
})

describe('sending a text', () => {
  test('to the sender in the conversation, as an automatic answer, and not twice to a program [ACT-08]', async () => {
    await rule({ on: send({}) })
    const id = freshId()
    const { executionId, messageId } = await run({ id, subject: 'Order 7' })
    const [mail] = sink.mails
    expect(mail).toMatchObject({ from: address, recipients: ['pieter@bouw.example'] })
    for (const line of [`In-Reply-To: ${id}`, 'Auto-Submitted: auto-replied', 'Subject: Re: Order 7']) expect(mail?.text).toContain(line)
    expect(await ask(sql`select m.direction, m.thread_id = s.thread_id as "isTogether", b.role from message m join message s on s.id = ${messageId} join placement p on p.message_id = m.id join mailbox b on b.id = p.mailbox_id where m.account_id = ${accountId} and m.direction = 'out'`)).toEqual([{ direction: 'out', isTogether: true, role: 'sent' }])
    expect(await skips(executionId)).toEqual([])
    const list = await run({ headers: ['List-Id: <all.bouw.example>'] })
    expect(await skips(list.executionId)).toEqual([['on', 'suppressed', 'list']])
  })

  test('never to the account itself, however it is named [LOP-05]', async () => {
    await ask(sql`update account set identities = ${JSON.stringify([`Info.${address}`])}::jsonb where id = ${accountId}`)
    await rule({ address: send({ to: 'address', address: `INFO.${address}`, thread: 'new' }), sender: send({}) })
    const { executionId } = await run({ headers: [`Reply-To: ${address}`] })
    expect(await skips(executionId)).toEqual([['address', 'suppressed', 'own address'], ['sender', 'suppressed', 'own address']])
    expect(sink.mails).toEqual([])
  })

  test('to the contact of its record, in a new conversation that stands on the record’s timeline', async () => {
    await rule({ none: send({ to: 'contact' }), ticket, on: send({ to: 'contact', thread: 'new', subject: 'Ticket {{ record.number }}' }) })
    const { executionId } = await run({ from: 'Grace <grace@bouw.example>' })
    expect(await skips(executionId)).toEqual([['none', 'part is off', 'no contact']])
    const [record] = await ask(sql`select id, number from record where execution_id = ${executionId}`)
    expect(sink.mails[0]).toMatchObject({ recipients: ['grace@bouw.example'] })
    expect(sink.mails[0]?.text).toContain(`Subject: Ticket ${String(record?.number)}`)
    expect(sink.mails[0]?.text).not.toContain('In-Reply-To')
    expect(await ask(sql`select kind from timeline_entry where record_id = ${String(record?.id)} order by at`)).toEqual([{ kind: 'created' }, { kind: 'mail out' }])
  })

  test('to a colleague; what was sent can be named by later steps', async () => {
    await rule({ on: send({ to: 'user', userRef: room.userId, thread: 'new' }) })
    const { executionId } = await run({})
    expect(sink.mails[0]).toMatchObject({ recipients: ['marta@northwind.example'] })
    const [step] = await ask(sql`select outputs from execution_step where execution_id = ${executionId} and step_id = 'on'`)
    expect(step?.outputs).toEqual({ 'mail.send': (await outgoing(executionId))[0]?.id })
  })
})
