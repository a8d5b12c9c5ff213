import { and, eq, isNull } from 'drizzle-orm'
import { endpointPlace } from '../../../db/queries/endpoint'
import type { Tx } from '../../../db/client'
import { endpoint } from '../../../db/schema'
import { Failure } from '../../../mail/failure'
import { portOf, readAddress } from '../../../mail/http-call'
import { invalid, notFound } from '../../failure-status'
import type { Secrets } from '../../secrets'

type Row = typeof endpoint.$inferSelect

/** A web address as the API shows it: its host, and nothing that would let somebody post there. */
export function endpointView({ id, name, style, host, secret, createdAt }: Row) {
  return { id, name, style, host, hasSecret: secret !== null, createdAt }
}

/** One web address, locked until the transaction ends, or `not found`. */
export async function endpointOf(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const [row] = await tx.select().from(endpoint).where(and(eq(endpoint.workspaceId, workspaceId), eq(endpoint.id, id), isNull(endpoint.deletedAt))).for('no key update')
  if (row === undefined) throw notFound('endpoint')
  return row
}

/** The sealed address with the host it may show. Fails with `invalid.url`. */
export function sealedAddress(secrets: Secrets, workspaceId: string, id: string, text: string): Pick<Row, 'url' | 'host'> {
  try {
    const url = readAddress(text)
    return { url: secrets.seal(url.href, endpointPlace(workspaceId, id, 'url')), host: `${url.hostname}:${portOf(url)}` }
  } catch (error) {
    if (error instanceof Failure && error.code === 'web.address') throw invalid('invalid.url', error.publicMessage)
    throw error
  }
}

export function sealedSecret(secrets: Secrets, workspaceId: string, id: string, text: string | null): Row['secret'] {
  return text === null ? null : secrets.seal(text, endpointPlace(workspaceId, id, 'secret'))
}
