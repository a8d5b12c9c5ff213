import { describe, expect, test } from 'vitest'
import { createOutboundGuard, isPublic, purposeOf } from '../../../mail/outbound-guard'

const names: Record<string, string[]> = {
  'imap.example.com': ['198.51.99.10'],
  'mixed.example.com': ['198.51.99.10', '10.0.0.1'],
  'inside.example.com': ['192.168.1.5'],
  'localhost': ['127.0.0.1'],
  'xn--bcher-kva.example': ['198.51.99.11'],
}
const resolve = (host: string) => Promise.resolve(names[host] ?? [])
const guard = createOutboundGuard(['127.0.0.1:1143', 'localhost:2525', '[::1]:1143'], resolve)
const codeOf = (host: string, port = 993) => guard.check(host, port).then(() => 'passed', (failure: { code: string }) => failure.code)

test('a public mail server passes, and the checked address is the one to connect to', async () => {
  expect(await guard.check('IMAP.example.com', 993)).toEqual({ address: '198.51.99.10', port: 993, servername: 'imap.example.com' })
  expect(await guard.check('bücher.example.', 993)).toEqual({ address: '198.51.99.11', port: 993, servername: 'xn--bcher-kva.example' })
})

test('a name is resolved once, so that it cannot point elsewhere a moment later', async () => {
  let asked = 0
  const flipping = createOutboundGuard([], () => Promise.resolve(asked++ === 0 ? ['198.51.99.10'] : ['127.0.0.1']))
  expect((await flipping.check('flip.example.com', 993)).address).toBe('198.51.99.10')
  expect(asked).toBe(1)
})

describe('refuses', () => {
  test.each([
    ['a name inside the network', 'inside.example.com'],
    ['a name with one public and one private address', 'mixed.example.com'],
    ['loopback', '127.0.0.1'],
    ['loopback in short form', '127.1'],
    ['loopback in hexadecimal', '0x7f.1'],
    ['loopback in octal', '0177.0.0.1'],
    ['loopback as one number', '2130706433'],
    ['any address', '0.0.0.0'],
    ['IPv6 loopback', '::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback in hexadecimal', '::ffff:7f00:1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['unique local', 'fd00::1'],
    ['link local', 'fe80::1'],
    ['cloud metadata', '169.254.169.254'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['multicast', '224.0.0.1'],
    ['full-width digits', '１２７.0.0.1'],
  ])('%s', async (_what, host) => expect(await codeOf(host)).toBe('host not allowed'))
  test('a port that no mail server uses', async () => expect(await codeOf('imap.example.com', 6379)).toBe('host not allowed'))
  test.each([['a name that does not exist', 'nowhere.example.com'], ['a path', 'imap.example.com/x'], ['user info', 'a@imap.example.com'], ['a port in the name', 'imap.example.com:25'], ['nothing', '']])('%s', async (_what, host) => expect(await codeOf(host)).toBe('host not found'))
})

test('a mail server without encryption is talked to only where it was allowed by name: passwords do not cross the internet in clear', async () => {
  const clear = (host: string, port: number) => guard.check(host, port, purposeOf('none')).then(() => 'passed', (failure: { code: string }) => failure.code)
  expect(await clear('imap.example.com', 143)).toBe('encryption needed')
  expect(await clear('inside.example.com', 143)).toBe('host not allowed')
  expect(await clear('127.0.0.1', 1143)).toBe('passed')
  expect([purposeOf('tls'), purposeOf('starttls')]).toEqual(['mail', 'mail'])
})

describe('allowed hosts', () => {
  test('pass with exactly their port', async () => {
    expect(await codeOf('127.0.0.1', 1143)).toBe('passed')
    expect(await codeOf('localhost', 2525)).toBe('passed')
    expect(await codeOf('::1', 1143)).toBe('passed')
    expect(await codeOf('127.0.0.1', 1144)).toBe('host not allowed')
  })
  test('are named by the refusal, with the setting', async () => {
    const failure: unknown = await guard.check('10.1.2.3', 143).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'host not allowed', retry: 'no', publicMessage: expect.stringContaining('add 10.1.2.3:143 to POSTROOM_ALLOWED_HOSTS') })
  })
})

test.each([['8.8.8.8', true], ['2001:4860:4860::8888', true], ['192.168.0.1', false], ['::7f00:1', false], ['1::1', false], ['4000::1', false], ['3fff::1', false], ['not an address', false]])('%s is public: %s', (address, verdict) => expect(isPublic(address)).toBe(verdict))
