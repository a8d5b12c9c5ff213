import { Connection } from '@temporalio/client'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { sharedDovecot } from '../support/dovecot'
import { freshDatabase } from '../support/database'
import { testEngine } from '../support/engine'
import { dovecotMissing, engineMissing } from '../support/present'
import { startSmtpSink } from '../support/smtp-sink'

test('every test file gets a migrated database of its own, in which the application is neither owner nor superuser', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()])
  expect(one.name).not.toBe(two.name)
  for (const url of [one.appUrl, one.systemUrl]) {
    const sql = postgres(url, { max: 1 })
    const [role] = await sql`select rolsuper, rolbypassrls, rolcreaterole, (select count(*)::int from pg_tables where schemaname = 'public' and tableowner = current_user) as owned from pg_roles where rolname = current_user`
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 })
    await sql.end()
  }
  await Promise.all([one.drop(), two.drop()])
})

test.skipIf(dovecotMissing)('a mail delivered by LMTP is in the INBOX of its user, beside the special mailboxes', async () => {
  const dovecot = await sharedDovecot()
  const { user, password } = dovecot.addUser()
  await dovecot.deliver(user, 'From: a@example.com\nTo: b@example.com\nSubject: Hello\n\n.dot\nbody\n')
  const client = new ImapFlow({ host: dovecot.host, port: dovecot.imapPort, secure: false, auth: { user, pass: password }, logger: false, doSTARTTLS: false })
  await client.connect()
  const uses = (await client.list()).flatMap((mailbox) => mailbox.specialUse ?? [])
  expect(uses).toEqual(expect.arrayContaining(['\\Sent', '\\Drafts', '\\Junk', '\\Trash', '\\Archive', '\\Inbox']))
  await client.mailboxOpen('INBOX')
  const message = await client.fetchOne('1', { source: true })
  expect(message ? message.source?.toString() : '').toContain('\r\n\r\n.dot\r\nbody\r\n')
  await client.logout()
})

test('the SMTP sink answers as scripted and keeps what it was given', async () => {
  const sink = await startSmtpSink({ login: { user: 'u', password: 'p' } })
  const transport = createTransport({ host: sink.host, port: sink.port, auth: { user: 'u', pass: 'p' }, ignoreTLS: true })
  const send = () => transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'S', text: 'T' })
  sink.fail({ at: 'rcpt', code: 451 }, { at: 'data', code: 550 }, { at: 'data', drop: true })
  await expect(send()).rejects.toMatchObject({ responseCode: 451 })
  await expect(send()).rejects.toMatchObject({ responseCode: 550 })
  await expect(send()).rejects.not.toHaveProperty('responseCode', 250)
  await send()
  expect(sink.mails.map((mail) => [mail.recipients, mail.acknowledged, mail.user])).toEqual([[['b@example.com'], false, 'u'], [['b@example.com'], false, 'u'], [['b@example.com'], true, 'u']])
  await sink.stop()
})

test.skipIf(engineMissing)('the shared Temporal server answers and has our namespace', async () => {
  const { address, namespace } = await testEngine()
  const connection = await Connection.connect({ address })
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace })
  expect(namespaceInfo?.name).toBe('postroom')
  await connection.close()
})
