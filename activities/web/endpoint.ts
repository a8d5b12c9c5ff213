import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../db/client'
import { endpoint, type ENDPOINT_STYLES } from '../../db/schema'
import { endpointPlace } from '../../db/queries/endpoint'
import type { OpenSecret } from '../connections'

/** A web address as it is called: opened, and nowhere else. */
export interface OpenEndpoint {
  readonly style: (typeof ENDPOINT_STYLES)[number]
  readonly url: string
  readonly secret: string | null
}

/** Null: it was removed. Failure of `openSecret` when its address cannot be read. */
export async function openEndpoint(database: Database, openSecret: OpenSecret, workspaceId: string, endpointRef: string): Promise<OpenEndpoint | null> {
  const [row] = await database.inWorkspace(workspaceId, (tx) =>
    tx.select().from(endpoint).where(and(eq(endpoint.workspaceId, workspaceId), eq(endpoint.id, endpointRef), isNull(endpoint.deletedAt))),
  )
  if (row === undefined) return null
  const open = (field: 'url' | 'secret', sealed: Parameters<OpenSecret>[0]) => openSecret(sealed, endpointPlace(workspaceId, row.id, field))
  return { style: row.style, url: open('url', row.url), secret: row.secret === null ? null : open('secret', row.secret) }
}
