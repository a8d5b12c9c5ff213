import { describe, expect, test } from 'vitest'
import { changesOf, type AccountValues } from '../../../components/accounts/account-changes'
import { progressOf } from '../../../components/accounts/reading-progress'
import { stepAfter, stepBefore, withGuesses, withSameLogin, type ConnectDraft } from '../../../components/accounts/connect/draft'
import { emptyServer } from '../../../components/connection/server-values'

const stored = { name: 'Support', identities: ['help@northwind.example'], outgoingServerId: null, imap: { host: 'imap.northwind.example', port: 993, security: 'tls' as const, user: 'support' } }
const values: AccountValues = { ...stored, server: { ...stored.imap, port: '993', password: '' } }

describe('saving an account', () => {
  test('sends nothing when nothing was changed', () => {
    expect(changesOf(stored, values)).toEqual({ update: null, password: null })
  })

  test('sends a new password alone when the server stays', () => {
    const server = { ...stored.imap, port: '993', password: 'new one' }
    expect(changesOf(stored, { ...values, server })).toEqual({ update: null, password: 'new one' })
  })

  test('sends the password along with another server', () => {
    const server = { ...stored.imap, host: 'mail.northwind.example', port: '993', password: 'new one' }
    expect(changesOf(stored, { ...values, name: ' Help desk ', server })).toEqual({ update: { name: 'Help desk', imap: { ...stored.imap, host: 'mail.northwind.example' }, password: 'new one' }, password: null })
  })
})

describe('connecting an account', () => {
  const draft: ConnectDraft = {
    step: 'mailbox', kind: 'imap', address: 'support@northwind.example', name: '', incoming: emptyServer('imap'),
    outgoing: { choice: 'new', serverId: null, name: '', server: emptyServer('smtp') }, guessedFor: '', connectedId: null,
  }

  test('guesses once per address, so that what was typed over a guess stays', () => {
    const guessed = withGuesses(draft)
    expect([guessed.name, guessed.incoming.host, guessed.outgoing.server.host]).toEqual(['Support', 'imap.northwind.example', 'smtp.northwind.example'])
    const typed = { ...guessed, incoming: { ...guessed.incoming, host: 'mail.elsewhere.example' } }
    expect(withGuesses(typed).incoming.host).toBe('mail.elsewhere.example')
    expect(withGuesses({ ...typed, address: 'sales@other.example' }).incoming.host).toBe('imap.other.example')
  })

  test('takes the sign-in of the way in for the way out, until that has its own', () => {
    const signedIn = { ...draft, incoming: { ...draft.incoming, user: 'support', password: 'secret' } }
    expect(withSameLogin(signedIn).outgoing.server).toMatchObject({ user: 'support', password: 'secret' })
    const own = { ...signedIn, outgoing: { ...draft.outgoing, server: { ...draft.outgoing.server, user: 'relay', password: 'other' } } }
    expect(withSameLogin(own).outgoing.server).toMatchObject({ user: 'relay', password: 'other' })
  })

  test('asks for no incoming server where mail arrives at our own gateway', () => {
    expect(stepAfter({ ...draft, kind: 'local' })).toBe('outgoing')
    expect(stepBefore({ ...draft, kind: 'local', step: 'outgoing' })).toBe('mailbox')
    expect(stepAfter(draft)).toBe('incoming')
  })
})

describe('the first reading', () => {
  test('is as far as the way from the newest mail down to the oldest', () => {
    const half = { uidNext: 1001, backfilledTo: 501, messageCount: 500 }
    expect(progressOf([half])).toEqual({ share: 0.5, done: 0, mails: 500 })
    expect(progressOf([{ uidNext: 1001, backfilledTo: 1, messageCount: 980 }])).toEqual({ share: 1, done: 1, mails: 980 })
    expect(progressOf([{ uidNext: null, backfilledTo: null, messageCount: 0 }]).share).toBe(0)
    expect(progressOf([{ uidNext: 1, backfilledTo: 1, messageCount: 0 }]).share).toBe(1)
    expect(progressOf([]).share).toBe(0)
  })
})
