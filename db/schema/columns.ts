import { customType, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** Column shapes every table shares. Ids are UUIDv7 made here, not by the database: `uuidv7()` exists only from Postgres 18 on. */

export const newId = (): string => v7()

export const id = () => uuid('id').primaryKey().$defaultFn(newId)

/** The tenant. Every tenant row carries it; row-level security compares it with `app.workspace_id` (see migrations/0001). */
export const workspaceId = () => uuid('workspace_id').notNull()

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
export const createdAt = () => at('created_at').notNull().defaultNow()

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** A secret sealed by server/secrets.ts: envelope-encrypted, bound to workspace, record and field. Never leaves the server. */
export interface Sealed {
  readonly version: 1
  readonly keyId: string
  readonly wrappedKey: string
  readonly nonce: string
  readonly ciphertext: string
}
