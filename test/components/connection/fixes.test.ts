import { describe, expect, test } from 'vitest'
import { fixed, fixesFor, type StageResult } from '../../../components/connection/fixes'
import { guessServer, otherHosts, wantsAppPassword } from '../../../components/connection/guesses'
import { missingField, withSecurity, type ServerValues } from '../../../components/connection/server-values'

const ADDRESS = 'invoices@northwind.example'
const server: ServerValues = { host: 'imap.northwind.example', port: '993', security: 'tls', user: ADDRESS, password: 'secret' }

function failed(changes: Partial<StageResult>): StageResult {
  return { stage: 'port', state: 'failed', ms: 3, cause: 'connection refused', fix: null, message: null, said: null, ...changes }
}

describe('a failed stage offers', () => {
  test('the other usual port with its encryption, and keeps everything else', () => {
    const [first] = fixesFor(failed({ fix: 'try other port' }), server, 'imap', ADDRESS)
    expect(first).toEqual({ kind: 'port', port: 143, security: 'starttls' })
    if (first === undefined) throw new Error('nothing was offered')
    expect(fixed(server, first)).toEqual({ ...server, port: '143', security: 'starttls' })
  })

  test('both usual ports of submission when another one was typed', () => {
    const fixes = fixesFor(failed({ fix: 'try other port' }), { ...server, port: '2525' }, 'smtp', ADDRESS)
    expect(fixes).toEqual([{ kind: 'port', port: 465, security: 'tls' }, { kind: 'port', port: 587, security: 'starttls' }, { kind: 'retry' }])
  })

  test('a known name that is nearly what was typed, before the usual ones', () => {
    expect(otherHosts('imap.gmial.com', ADDRESS, 'imap')).toEqual(['imap.gmail.com', 'imap.northwind.example'])
    expect(fixesFor(failed({ stage: 'dns', fix: 'check spelling' }), { ...server, host: 'imap.northwnd.example' }, 'imap', ADDRESS)[0]).toEqual({ kind: 'host', host: 'imap.northwind.example' })
  })

  test('the names of the certificate that a server can have', () => {
    const stage = failed({ stage: 'tls', fix: 'use certificate name', said: 'mail.host.example, *.host.example, valid until Mar  4 12:00:00 2027 GMT' })
    expect(fixesFor(stage, server, 'imap', ADDRESS)).toEqual([{ kind: 'host', host: 'mail.host.example' }, { kind: 'focus', field: 'host' }])
  })

  test('the part before the @ where the whole address was refused, and the whole where the part was', () => {
    const stage = failed({ stage: 'sign-in', fix: 'check user and password' })
    expect(fixesFor(stage, server, 'imap', ADDRESS)).toContainEqual({ kind: 'user', user: 'invoices' })
    expect(fixesFor(stage, { ...server, user: 'invoices' }, 'imap', ADDRESS)).toContainEqual({ kind: 'user', user: ADDRESS })
  })

  test('the setting that allows a private server', () => {
    expect(fixesFor(failed({ fix: 'ask to allow host' }), { ...server, host: '127.0.0.1', port: '3143' }, 'imap', ADDRESS)[0]).toEqual({ kind: 'allow', place: '127.0.0.1:3143' })
  })
})

describe('a server form', () => {
  test('guesses from the address and knows who wants an app password', () => {
    expect(guessServer(ADDRESS, 'smtp')).toEqual({ host: 'smtp.northwind.example', port: '465', security: 'tls', user: ADDRESS })
    expect(guessServer('ada@googlemail.com', 'imap').host).toBe('imap.gmail.com')
    expect([wantsAppPassword('ada@gmail.com'), wantsAppPassword(ADDRESS)]).toEqual([true, false])
  })

  test('changes the port with the encryption, but never a port of one’s own', () => {
    expect(withSecurity(server, 'imap', 'starttls').port).toBe('143')
    expect(withSecurity({ ...server, port: '3143' }, 'imap', 'starttls').port).toBe('3143')
  })

  test('says what is missing first', () => {
    const needs = { login: true, password: true }
    expect(missingField({ ...server, host: 'imap northwind' }, needs)).toBe('host')
    expect(missingField({ ...server, port: '70000' }, needs)).toBe('port')
    expect(missingField({ ...server, user: ' ', password: '' }, needs)).toBe('user')
    expect(missingField({ ...server, password: '' }, { login: false, password: false })).toBeNull()
  })
})
