import { hash, verify } from '@node-rs/argon2'
import { Failure } from '../mail/failure'

/** Passwords of people: argon2id in PHC format, 19 MiB and two passes. */

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 200

/** Throws `invalid.password` when it is too short or too long. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < PASSWORD_MIN || password.length > PASSWORD_MAX) {
    throw new Failure('invalid.password', { retry: 'no', publicMessage: `A password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters.` })
  }
  return hash(password, COST)
}

/** Whether the password is the one of the hash. With null (nobody has that address) it takes as long and says no. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hash('nobody has this password', COST)
  const matches = await verify(stored ?? (await nobody), password.slice(0, PASSWORD_MAX))
  return matches && stored !== null
}

let nobody: Promise<string> | undefined
