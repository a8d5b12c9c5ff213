import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Sealed } from '../db/schema/columns'
import { Failure } from '../mail/failure'
import { env } from './env'

/**
 * Secrets at rest, by envelope: every secret has a data key of its own, the data key is wrapped by the master key, and both are bound to the place
 * the secret belongs to. A sealed secret copied to another row, field or workspace does not open. Imports node:crypto only.
 */

/** The place a secret belongs to; part of what is authenticated. */
export interface SecretPlace {
  readonly workspaceId: string
  /** Id of the row. */
  readonly record: string
  /** Such as `account.imap_secret`. */
  readonly field: string
}

export interface Secrets {
  seal(plain: string, place: SecretPlace): Sealed
  /** Throws `secret.unreadable` when the secret was altered, belongs elsewhere, or its master key is not at hand. */
  open(sealed: Sealed, place: SecretPlace): string
  /** The same secret under the current master key; the data key and ciphertext stay. Returns it unchanged when it already is. */
  rewrap(sealed: Sealed, place: SecretPlace): Sealed
}

/** The secrets of this process, with the keys of its environment. */
export function secrets(): Secrets {
  globalThis.postroomSecrets ??= secretsWith(env().POSTROOM_MASTER_KEY, env().POSTROOM_MASTER_KEYS_RETIRED)
  return globalThis.postroomSecrets
}

declare global {
  var postroomSecrets: Secrets | undefined
}

/** Seals with `current`; opens with it and every retired key. Keys are base64 of 32 bytes; a key's id is derived from it, so that the order of keys may change. */
export function secretsWith(current: string, retired: readonly string[] = []): Secrets {
  const ring = new Map([current, ...retired].map((text) => [keyId(text), Buffer.from(text, 'base64')]))
  const sealingId = keyId(current)

  function masterKey(id: string): Buffer {
    const key = ring.get(id)
    if (key === undefined) throw unreadable(new Error(`no master key ${id}`))
    return key
  }

  function dataKey(sealed: Sealed, place: SecretPlace): Buffer {
    const wrapped = Buffer.from(sealed.wrappedKey, 'base64')
    return decrypt(masterKey(sealed.keyId), wrapped.subarray(0, 12), wrapped.subarray(12), associated(place, 'key'))
  }

  function wrap(key: Buffer, place: SecretPlace): string {
    const nonce = randomBytes(12)
    return Buffer.concat([nonce, encrypt(masterKey(sealingId), nonce, key, associated(place, 'key'))]).toString('base64')
  }

  return {
    seal(plain, place) {
      const key = randomBytes(32)
      const nonce = randomBytes(12)
      const ciphertext = encrypt(key, nonce, Buffer.from(plain, 'utf8'), associated(place, 'secret'))
      return { version: 1, keyId: sealingId, wrappedKey: wrap(key, place), nonce: nonce.toString('base64'), ciphertext: ciphertext.toString('base64') }
    },
    open(sealed, place) {
      const key = dataKey(sealed, place)
      return decrypt(key, Buffer.from(sealed.nonce, 'base64'), Buffer.from(sealed.ciphertext, 'base64'), associated(place, 'secret')).toString('utf8')
    },
    rewrap(sealed, place) {
      if (sealed.keyId === sealingId) return sealed
      return { ...sealed, keyId: sealingId, wrappedKey: wrap(dataKey(sealed, place), place) }
    },
  }
}

const TAG_BYTES = 16

function encrypt(key: Buffer, nonce: Buffer, plain: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(data)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, nonce: Buffer, sealed: Buffer, data: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(data)
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw unreadable(cause)
  }
}

/** JSON of a list, so that no two places read the same. */
function associated(place: SecretPlace, part: 'key' | 'secret'): Buffer {
  return Buffer.from(JSON.stringify(['postroom', 1, part, place.workspaceId, place.record, place.field]))
}

function keyId(base64: string): string {
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex').slice(0, 12)
}

function unreadable(cause: unknown): Failure {
  return new Failure('secret.unreadable', { retry: 'no', publicMessage: 'The stored password cannot be read with the key of this installation. Enter it again.', cause })
}
