/** What the processes are given instead of the owner's URL. */
export interface DatabaseUrls {
  readonly ownerUrl: string
  /** Sees the rows of the workspace named in `app.workspace_id`, else nothing. */
  readonly appUrl: string
  /** For look-ups before a workspace is known, the dispatcher and sweeps. */
  readonly systemUrl: string
}

export interface RolePasswords {
  readonly app: string
  readonly system: string
}

/** The three roles' URLs of one database. */
export function databaseUrls(ownerUrl: string, passwords: RolePasswords): DatabaseUrls {
  return { ownerUrl, appUrl: asRole(ownerUrl, 'postroom_app', passwords.app), systemUrl: asRole(ownerUrl, 'postroom_system', passwords.system) }
}

/** The same server and user, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.toString()
}

function asRole(url: string, role: string, password: string): string {
  const changed = new URL(url)
  changed.username = role
  changed.password = password
  return changed.toString()
}
