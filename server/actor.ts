export const SCOPES = ['read', 'write', 'admin'] as const
export type Scope = (typeof SCOPES)[number]
export type Role = 'owner' | 'admin' | 'member'

/** Who is asking, for which workspace, and how far they may go. Comes from a session row or a token row, never from anything else a request says. */
export interface Actor {
  readonly via: 'session' | 'token'
  /** Id of the session or token row; revoking that row ends it. */
  readonly id: string
  readonly userId: string
  readonly workspaceId: string
  readonly role: Role
  readonly scopes: ReadonlySet<Scope>
}

/** What a role may do at most. */
export function scopesOfRole(role: Role): readonly Scope[] {
  return role === 'member' ? ['read', 'write'] : SCOPES
}
