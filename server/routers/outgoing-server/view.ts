import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { outgoingServer } from '../../../db/schema'
import { notFound } from '../../failure-status'

type Row = typeof outgoingServer.$inferSelect

/** An outgoing server as the API shows it: everything but its secret. */
export function outgoingServerView({ id, name, server, priority, sink, createdAt, secret }: Row) {
  return { id, name, server, priority, sink, createdAt, hasPassword: secret !== null }
}

/** One outgoing server, locked until the transaction ends, or `not found`. */
export async function outgoingServerOf(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const [row] = await tx
    .select()
    .from(outgoingServer)
    .where(and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.id, id), isNull(outgoingServer.deletedAt)))
    .for('no key update')
  if (row === undefined) throw notFound('outgoing server')
  return row
}

/** Where its password belongs, for sealing and opening. */
export function outgoingSecretPlace(workspaceId: string, id: string) {
  return { workspaceId, record: id, field: 'outgoing_server.secret' }
}
