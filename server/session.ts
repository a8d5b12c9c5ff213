import { and, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import { decode, type JWT } from 'next-auth/jwt'
import type { Database } from '../db/client'
import { member, session } from '../db/schema'
import { scopesOfRole, type Actor } from './actor'
import type { Services } from './services'

/**
 * Sessions of people in browsers. The cookie holds an encrypted `sid`; the row it names decides, at every request.
 * Read by the system role, because the workspace is not known before the row is.
 */

export const SESSION_SECONDS = 30 * 24 * 60 * 60

/** `__Host-` ties the cookie to this host and to https; browsers refuse that prefix over plain http, which is loopback only. */
export function sessionCookieName(origin: string): string {
  return origin.startsWith('https:') ? '__Host-postroom-session' : 'postroom-session'
}

/** Starts a session and returns its id. A new sign-in is always a new session. */
export async function openSession(database: Database, who: { userId: string; workspaceId: string; userAgent: string; now: Date }): Promise<string> {
  const expiresAt = new Date(who.now.getTime() + SESSION_SECONDS * 1000)
  const [row] = await database.system
    .insert(session)
    .values({ userId: who.userId, workspaceId: who.workspaceId, userAgent: who.userAgent.slice(0, 300), expiresAt, createdAt: who.now, lastSeenAt: who.now })
    .returning({ id: session.id })
  if (row === undefined) throw new TypeError('insert of a session returned no row')
  return row.id
}

/** The session id inside the cookie, or null: no cookie, not ours, altered, too old. */
export async function sessionIdOfCookies(services: Pick<Services, 'origin' | 'sessionSecret'>, cookies: string): Promise<string | null> {
  const prefix = `${sessionCookieName(services.origin)}=`
  const found = cookies.split(/; */).find((pair) => pair.startsWith(prefix))
  if (found === undefined) return null
  const claims = await claimsOf(found.slice(prefix.length), services.sessionSecret)
  return typeof claims?.sid === 'string' && UUID.test(claims.sid) ? claims.sid : null
}

/** The actor of a session: null when it was revoked, has expired, or its user is no longer a member. */
export async function sessionActor({ database, now }: Pick<Services, 'database' | 'now'>, sessionId: string): Promise<Actor | null> {
  const [row] = await database.system
    .select({ id: session.id, userId: session.userId, workspaceId: session.workspaceId, role: member.role, lastSeenAt: session.lastSeenAt })
    .from(session)
    .innerJoin(member, and(eq(member.userId, session.userId), eq(member.workspaceId, session.workspaceId)))
    .where(and(eq(session.id, sessionId), isNull(session.revokedAt), gt(session.expiresAt, now())))
  if (row === undefined) return null
  await markSeen(database, sessionId, now())
  return { via: 'session', id: row.id, userId: row.userId, workspaceId: row.workspaceId, role: row.role, scopes: new Set(scopesOfRole(row.role)) }
}

/** Signs one session out, at its next request and in its open live connection. */
export async function revokeSession(database: Database, sessionId: string, now: Date): Promise<void> {
  const revoked = await database.system.update(session).set({ revokedAt: now }).where(and(eq(session.id, sessionId), isNull(session.revokedAt))).returning({ workspaceId: session.workspaceId })
  for (const { workspaceId } of revoked) await tellRevoked(database, workspaceId, [sessionId])
}

/** Signs a user out everywhere, or everywhere but here. */
export async function revokeSessionsOf(database: Database, userId: string, now: Date, except: string | null): Promise<void> {
  const others = except === null ? undefined : ne(session.id, except)
  const revoked = await database.system
    .update(session)
    .set({ revokedAt: now })
    .where(and(eq(session.userId, userId), isNull(session.revokedAt), others))
    .returning({ id: session.id, workspaceId: session.workspaceId })
  for (const { id, workspaceId } of revoked) await tellRevoked(database, workspaceId, [id])
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

async function claimsOf(token: string, secret: string): Promise<JWT | null> {
  try {
    return await decode({ token, secret })
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/** At most one write a minute per session. */
async function markSeen(database: Database, sessionId: string, now: Date): Promise<void> {
  const aMinuteAgo = new Date(now.getTime() - 60_000)
  await database.system.update(session).set({ lastSeenAt: now }).where(and(eq(session.id, sessionId), lt(session.lastSeenAt, aMinuteAgo)))
}

async function tellRevoked(database: Database, workspaceId: string, ids: readonly string[]): Promise<void> {
  await database.system.execute(sql`select pg_notify('postroom_changed', ${JSON.stringify({ workspaceId, kind: 'session', ids })})`)
}
