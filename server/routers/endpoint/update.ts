import { and, eq, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { endpoint } from '../../../db/schema'
import { audit } from '../../audit'
import { conflict, invalid } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { ENDPOINT_FIELDS, SECRET, URL_TEXT } from './schema'
import { endpointOf, endpointView, sealedAddress, sealedSecret } from './view'

/** `secret`: absent keeps it, null forgets it; needed with an address on another host, because a stored secret is only ever shown to the one it was entered for. */
const INPUT = z.object({ id: z.uuid(), ...z.object(ENDPOINT_FIELDS).partial().shape, url: URL_TEXT.optional(), secret: SECRET.nullable().optional() })

/** Changes what is given and leaves the rest. */
export const update = adminProcedure.input(INPUT).mutation(({ ctx, input: { id, url, secret, ...changes } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { secrets } = ctx.services
    const before = await endpointOf(tx, workspaceId, id)
    if (changes.name !== undefined) {
      const twins = await tx.select({ id: endpoint.id }).from(endpoint).where(and(eq(endpoint.workspaceId, workspaceId), eq(endpoint.name, changes.name), ne(endpoint.id, id), isNull(endpoint.deletedAt)))
      if (twins.length > 0) throw conflict('conflict.name', 'There is a web address with this name already.')
    }
    const address = url === undefined ? {} : sealedAddress(secrets, workspaceId, id, url)
    if ('host' in address && address.host !== before.host && before.secret !== null && secret === undefined) {
      throw invalid('invalid.secret', 'Enter the secret again: it is only ever used with the address it was entered for.')
    }
    await tx
      .update(endpoint)
      .set({ ...changes, ...address, ...(secret === undefined ? {} : { secret: sealedSecret(secrets, workspaceId, id, secret) }), name: changes.name ?? before.name })
      .where(and(eq(endpoint.workspaceId, workspaceId), eq(endpoint.id, id)))
    await audit(tx, ctx.actor, { kind: 'endpoint.updated', subjectKind: 'endpoint', subjectId: id })
    await notifyChanged(tx, workspaceId, 'endpoint', [id])
    return endpointView(await endpointOf(tx, workspaceId, id))
  }),
)
