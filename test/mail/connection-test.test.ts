import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConnectionReport, testImap, testSmtp } from '../../mail/connection-test'
import type { ImapServer } from '../../mail/imap/connect'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { dovecotProgram, type OwnDovecot, startDovecot } from '../support/dovecot'
import { startSmtpSink } from '../support/smtp-sink'

const summary = ({ stages }: ConnectionReport) => stages.map(({ stage, state, cause }) => `${stage} ${state}${cause === null ? '' : `: ${cause}`}`)
const failed = ({ stages }: ConnectionReport) => stages.find(({ state }) => state === 'failed')
const everywhere = (port: number) => createOutboundGuard([`127.0.0.1:${port}`, `localhost:${port}`])

describe.skipIf(dovecotProgram() === null)('an IMAP server is tried step by step', () => {
  let dovecot: OwnDovecot
  let login: { user: string; password: string }
  beforeAll(async () => {
    dovecot = await startDovecot()
    login = dovecot.addUser()
  })
  afterAll(() => dovecot.stop())
  const server = (change: Partial<ImapServer> = {}): ImapServer => ({ host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: login.user, secret: { password: login.password }, ...change })
  const certificate = () => [readFileSync(join(dovecot.folder, 'cert.pem'), 'utf8')]

  test('and passes with its folders, its greeting and how long each step took', async () => {
    const report = await testImap(server(), everywhere(dovecot.imapPort))
    expect(report.passed).toBe(true)
    expect(summary(report)).toEqual(['dns passed', 'port passed', 'greeting passed', 'sign-in passed', 'folders passed'])
    expect(report.mailboxes.map(({ role }) => role)).toContain('inbox')
    expect(report.stages[2]?.said).toContain('Dovecot')
  })
  test('over TLS with a certificate that an administrator pinned', async () => {
    const report = await testImap(server({ port: dovecot.imapsPort, security: 'tls', trustedCertificates: certificate() }), everywhere(dovecot.imapsPort))
    expect(summary(report)).toEqual(['dns passed', 'port passed', 'tls passed', 'greeting passed', 'sign-in passed', 'folders passed'])
  })
  test('with STARTTLS after the greeting', async () => {
    const report = await testImap(server({ security: 'starttls', trustedCertificates: certificate() }), everywhere(dovecot.imapPort))
    expect(summary(report)).toEqual(['dns passed', 'port passed', 'greeting passed', 'tls passed', 'sign-in passed', 'folders passed'])
  })
  test('a certificate that nobody trusts is shown with its names, and no password is sent', async () => {
    const report = await testImap(server({ port: dovecot.imapsPort, security: 'tls' }), everywhere(dovecot.imapsPort))
    expect(summary(report)).toEqual(['dns passed', 'port passed', 'tls failed: certificate', 'greeting not reached', 'sign-in not reached', 'folders not reached'])
    expect(failed(report)).toMatchObject({ fix: 'use certificate name', said: expect.stringContaining('localhost') })
  })
  test('a wrong password', async () => {
    const report = await testImap(server({ secret: { password: 'wrong' } }), everywhere(dovecot.imapPort))
    expect(summary(report)).toEqual(['dns passed', 'port passed', 'greeting passed', 'sign-in failed: authentication', 'folders not reached'])
    expect(failed(report)).toMatchObject({ fix: 'check user and password' })
  })
  test('TLS on a port that speaks in clear', async () => {
    expect(failed(await testImap(server({ security: 'tls' }), everywhere(dovecot.imapPort)))).toMatchObject({ stage: 'tls', cause: 'tls', fix: 'use other encryption' })
  })
  test('a host that is not allowed is not reached, and the setting is named', async () => {
    expect(failed(await testImap(server(), createOutboundGuard([])))).toMatchObject({ stage: 'dns', cause: 'host not allowed', fix: 'ask to allow host', message: expect.stringContaining('POSTROOM_ALLOWED_HOSTS') })
  })
  test('a name that does not exist', async () => {
    expect(failed(await testImap(server({ host: 'mail.invalid' }), createOutboundGuard([], () => Promise.resolve([]))))).toMatchObject({ stage: 'dns', cause: 'host not found', fix: 'check spelling' })
  })
})

describe('an SMTP server is tried step by step', () => {
  const login = { user: 'u', password: 'right' }
  test('and passes without sending anything', async () => {
    const sink = await startSmtpSink({ login })
    const report = await testSmtp({ host: sink.host, port: sink.port, security: 'none', login }, everywhere(sink.port))
    expect(summary(report)).toEqual(['dns passed', 'port passed', 'greeting passed', 'sign-in passed'])
    expect(sink.heard).toMatchObject({ auth: 1, mail: 0 })
    await sink.stop()
  })
  test('a wrong password', async () => {
    const sink = await startSmtpSink({ login })
    const report = await testSmtp({ host: sink.host, port: sink.port, security: 'none', login: { user: 'u', password: 'wrong' } }, everywhere(sink.port))
    expect(failed(report)).toMatchObject({ stage: 'sign-in', cause: 'authentication', said: expect.stringContaining('535') })
    await sink.stop()
  })
  test('encryption that is not offered', async () => {
    const sink = await startSmtpSink()
    const report = await testSmtp({ host: sink.host, port: sink.port, security: 'starttls', login: null }, everywhere(sink.port))
    expect(failed(report)).toMatchObject({ stage: 'tls', cause: 'no starttls', fix: 'use other encryption' })
    await sink.stop()
  })
  test('a port where nothing listens', async () => {
    const sink = await startSmtpSink()
    await sink.stop()
    const report = await testSmtp({ host: sink.host, port: sink.port, security: 'none', login: null }, everywhere(sink.port))
    expect(failed(report)).toMatchObject({ stage: 'port', cause: 'connection refused', fix: 'try other port' })
  })
  test('another kind of server', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    const address = web.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const report = await testSmtp({ host: '127.0.0.1', port, security: 'none', login: null }, everywhere(port))
    expect(failed(report)).toMatchObject({ stage: 'greeting', cause: 'not a mail server', fix: 'check server type' })
    await new Promise((resolve) => web.close(resolve))
  })
})
