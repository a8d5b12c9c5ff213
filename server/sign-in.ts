import { asc, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client'
import { member, signInAttempt, user } from '../db/schema'
import { isPassword } from './password'
import { openSession } from './session'

/**
 * Signing in with address and password. Attempts are counted in Postgres before the password is looked at, per address and per client, so that neither guessing
 * in parallel nor asking another web process goes past the limit.
 */

export const WINDOW_SECONDS = 15 * 60
/** Attempts per window: per address typed, and per client (many people may share one). */
export const ATTEMPTS = { address: 10, client: 50 } as const

export interface SignInRequest {
  readonly email: string
  readonly password: string
  /** Network address of the browser as far as known; an empty text counts as one client. */
  readonly client: string
  readonly userAgent: string
}

export type SignInResult =
  | { readonly result: 'signed in'; readonly sessionId: string; readonly userId: string; readonly email: string; readonly name: string }
  /** The same for an unknown address and a wrong password. */
  | { readonly result: 'refused' }
  | { readonly result: 'limited'; readonly retryAfterSeconds: number }

/** Checks a password and opens a session in the first workspace the user joined. */
export async function signIn(database: Database, request: SignInRequest, now: Date): Promise<SignInResult> {
  const address = `address:${request.email.trim().toLowerCase().slice(0, 320)}`
  const client = `client:${request.client.slice(0, 100)}`
  const start = windowStart(now)
  // The client first: one that goes on and on with ever new addresses leaves no row for each.
  const isOver = (await count(database, client, start)) > ATTEMPTS.client || (await count(database, address, start)) > ATTEMPTS.address
  if (isOver) return { result: 'limited', retryAfterSeconds: secondsLeft(start, now) }

  const found = await memberWithAddress(database, request.email)
  if (!(await isPassword(found?.passwordHash ?? null, request.password)) || found === null) return { result: 'refused' }
  await forgive(database, address, client, start)
  const sessionId = await openSession(database, { userId: found.userId, workspaceId: found.workspaceId, userAgent: request.userAgent, now })
  return { result: 'signed in', sessionId, userId: found.userId, email: found.email, name: found.name }
}

/** Counts an attempt at a password outside signing in. Returns the seconds to wait when there were too many, else null. */
export async function countAttempt(database: Database, key: string, now: Date): Promise<number | null> {
  const start = windowStart(now)
  return (await count(database, key, start)) > ATTEMPTS.address ? secondsLeft(start, now) : null
}

function secondsLeft(start: Date, now: Date): number {
  return Math.ceil((start.getTime() + WINDOW_SECONDS * 1000 - now.getTime()) / 1000)
}

function windowStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / (WINDOW_SECONDS * 1000)) * WINDOW_SECONDS * 1000)
}

/** Counts this attempt and returns how many there are in the window. */
async function count(database: Database, key: string, start: Date): Promise<number> {
  const [row] = await database.system
    .insert(signInAttempt)
    .values({ key, windowStart: start, count: 1 })
    .onConflictDoUpdate({ target: [signInAttempt.key, signInAttempt.windowStart], set: { count: sql`${signInAttempt.count} + 1` } })
    .returning({ count: signInAttempt.count })
  return row?.count ?? Number.POSITIVE_INFINITY
}

/** A right password clears the address and takes this attempt off the client. Windows of the past are cleared with it. */
async function forgive(database: Database, address: string, client: string, start: Date): Promise<void> {
  await database.system.delete(signInAttempt).where(sql`${signInAttempt.key} = ${address} or ${signInAttempt.windowStart} < ${start.toISOString()}::timestamptz`)
  await database.system
    .update(signInAttempt)
    .set({ count: sql`greatest(${signInAttempt.count} - 1, 0)` })
    .where(eq(signInAttempt.key, client))
}

async function memberWithAddress(database: Database, email: string) {
  const [row] = await database.system
    .select({ userId: user.id, email: user.email, name: user.name, passwordHash: user.passwordHash, workspaceId: member.workspaceId })
    .from(user)
    .innerJoin(member, eq(member.userId, user.id))
    .where(sql`lower(${user.email}) = ${email.trim().toLowerCase()}`)
    .orderBy(asc(member.createdAt), asc(member.id))
    .limit(1)
  return row ?? null
}
