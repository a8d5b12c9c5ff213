import { Failure } from '../../mail/failure'

/** SQLSTATE classes: data exception, integrity violation, program limit. What was written is at fault, so the same write fails again. */
const DATA = /^(?:22|23|54)/
/** Deadlock, serialization, lock timeout: the transaction was in another's way, and the same write works a moment later. */
const IN_THE_WAY = /^(?:40001|40P01|55P03)$/

/** True when storing failed because of what a mail holds, not because of the database, the connection or a successor. */
export function isAboutTheMail(error: unknown): boolean {
  if (error instanceof Failure) return false
  const state = sqlState(error)
  return state === null ? error instanceof TypeError || error instanceof RangeError : DATA.test(state)
}

const TRIES = 6

/** Runs a whole transaction again when it was in another's way. */
export async function persistently<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (attempt === TRIES || !IN_THE_WAY.test(sqlState(error) ?? '')) throw error
    }
  }
}

/** The SQLSTATE of a database error, also where it is wrapped. */
function sqlState(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code
  }
  return null
}
