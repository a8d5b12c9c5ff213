import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, or } from 'drizzle-orm'
import type { Tx } from '../db/client'
import { apiToken, member } from '../db/schema'
import { scopesOfRole, type Actor, type Scope } from './actor'
import type { Services } from './services'

/**
 * API tokens for scripts: `prm_` and 256 random bits, shown once. The database holds a hash; with that many random bits a fast one is enough.
 * A token speaks for the user who made it, within that user's role, in one workspace.
 */

const PREFIX = 'prm_'
const SHAPE = /^prm_[A-Za-z0-9_-]{43}$/

export interface NewToken {
  readonly id: string
  /** The token itself, for the only time. */
  readonly token: string
}

/** Makes a token. `expiresAt` null: until it is revoked. */
export async function createToken(tx: Tx, of: { workspaceId: string; userId: string; name: string; scopes: readonly Scope[]; expiresAt: Date | null }): Promise<NewToken> {
  const token = PREFIX + randomBytes(32).toString('base64url')
  const [row] = await tx
    .insert(apiToken)
    .values({ ...of, prefix: token.slice(0, PREFIX.length + 6), hash: hashToken(token) })
    .returning({ id: apiToken.id })
  if (row === undefined) throw new TypeError('insert of a token returned no row')
  return { id: row.id, token }
}

/** The actor of a token: null when there is no such token, it was revoked or has expired, or its user is no longer a member. */
export async function tokenActor({ database, now }: Pick<Services, 'database' | 'now'>, token: string): Promise<Actor | null> {
  if (!SHAPE.test(token)) return null
  const at = now()
  const [row] = await database.system
    .select({ id: apiToken.id, userId: apiToken.userId, workspaceId: apiToken.workspaceId, scopes: apiToken.scopes, lastUsedAt: apiToken.lastUsedAt, role: member.role })
    .from(apiToken)
    .innerJoin(member, and(eq(member.userId, apiToken.userId), eq(member.workspaceId, apiToken.workspaceId)))
    .where(and(eq(apiToken.hash, hashToken(token)), isNull(apiToken.revokedAt), or(isNull(apiToken.expiresAt), gt(apiToken.expiresAt, at))))
  if (row === undefined) return null
  if (row.lastUsedAt === null || at.getTime() - row.lastUsedAt.getTime() > 60_000) {
    await database.system.update(apiToken).set({ lastUsedAt: at }).where(eq(apiToken.id, row.id))
  }
  const allowed = scopesOfRole(row.role)
  return { via: 'token', id: row.id, userId: row.userId, workspaceId: row.workspaceId, role: row.role, scopes: new Set(row.scopes.filter((scope) => allowed.includes(scope))) }
}

/** What the database keeps of a token: sha256 in hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
