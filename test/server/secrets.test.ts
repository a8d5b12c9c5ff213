import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Sealed } from '../../db/schema/columns'
import { secretsWith, type SecretPlace } from '../../server/secrets'

const key = () => randomBytes(32).toString('base64')
const place: SecretPlace = { workspaceId: 'w1', record: 'a1', field: 'account.imap_secret' }
const unreadable = expect.objectContaining({ code: 'secret.unreadable', retry: 'no' })

describe('a sealed secret', () => {
  const secrets = secretsWith(key())
  const sealed = secrets.seal('correct horse', place)

  test('opens where it belongs', () => {
    expect(secrets.open(sealed, place)).toBe('correct horse')
    expect(secrets.open(secrets.seal('', place), place)).toBe('')
    expect(secrets.open(secrets.seal('pässwörd 🔑', place), place)).toBe('pässwörd 🔑')
  })

  test.each<[string, SecretPlace]>([
    ['another row', { ...place, record: 'a2' }],
    ['another workspace', { ...place, workspaceId: 'w2' }],
    ['another field', { ...place, field: 'outgoing_server.secret' }],
    ['a place whose parts only join to the same text', { workspaceId: 'w1a1', record: '', field: place.field }],
  ])('copied to %s does not open', (_name, elsewhere) => {
    expect(() => secrets.open(sealed, elsewhere)).toThrow(unreadable)
  })

  test('does not open when any one bit of it was flipped', () => {
    let tried = 0
    for (const field of ['wrappedKey', 'nonce', 'ciphertext'] as const) {
      const bytes = Buffer.from(sealed[field], 'base64')
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const flipped = Buffer.from(bytes)
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(() => secrets.open({ ...sealed, [field]: flipped.toString('base64') }, place)).toThrow(unreadable)
        tried += 1
      }
    }
    expect(tried).toBeGreaterThan(500)
  })

  test.each<[string, Partial<Sealed>]>([
    ['cut short', { ciphertext: sealed.ciphertext.slice(0, 8) }],
    ['empty', { ciphertext: '', wrappedKey: '', nonce: '' }],
    ['of an unknown key', { keyId: '000000000000' }],
  ])('%s does not open', (_name, change) => {
    expect(() => secrets.open({ ...sealed, ...change }, place)).toThrow(unreadable)
  })

  test('shows nothing of its text, and never the same twice', () => {
    const again = secrets.seal('correct horse', place)
    expect(JSON.stringify(sealed)).not.toContain(Buffer.from('correct horse').toString('base64').slice(0, 12))
    expect([again.ciphertext === sealed.ciphertext, again.nonce === sealed.nonce, again.wrappedKey === sealed.wrappedKey]).toEqual([false, false, false])
  })
})

describe('a change of the master key', () => {
  test('leaves old secrets readable, seals new ones with the new key, and rewraps without touching the text', () => {
    const [old, next] = [key(), key()]
    const sealed = secretsWith(old).seal('correct horse', place)
    const rotating = secretsWith(next, [old])
    expect(rotating.open(sealed, place)).toBe('correct horse')
    const rewrapped = rotating.rewrap(sealed, place)
    expect(rewrapped).toMatchObject({ ciphertext: sealed.ciphertext, nonce: sealed.nonce })
    expect(rewrapped.keyId).not.toBe(sealed.keyId)
    expect(rotating.rewrap(rewrapped, place)).toBe(rewrapped)
    const after = secretsWith(next)
    expect(after.open(rewrapped, place)).toBe('correct horse')
    expect(() => after.open(sealed, place)).toThrow(unreadable)
  })

  test('cannot be used to move a secret elsewhere', () => {
    const [old, next] = [key(), key()]
    const sealed = secretsWith(old).seal('correct horse', place)
    expect(() => secretsWith(next, [old]).rewrap(sealed, { ...place, record: 'a2' })).toThrow(unreadable)
  })
})
