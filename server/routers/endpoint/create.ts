import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { endpoint } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { ENDPOINT_FIELDS, SECRET, URL_TEXT } from './schema'
import { endpointOf, endpointView, sealedAddress, sealedSecret } from './view'

const INPUT = z.object({ ...ENDPOINT_FIELDS, url: URL_TEXT, secret: SECRET.nullable().default(null) })

/** Adds a web address that rules may post to. Its address and its secret are sealed and never shown again. */
export const create = adminProcedure.input(INPUT).mutation(({ ctx, input: { name, style, url, secret } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { secrets } = ctx.services
    const id = newId()
    const made = await tx
      .insert(endpoint)
      .values({ id, workspaceId, name, style, ...sealedAddress(secrets, workspaceId, id, url), secret: sealedSecret(secrets, workspaceId, id, secret) })
      .onConflictDoNothing()
      .returning({ id: endpoint.id })
    if (made.length === 0) throw conflict('conflict.name', 'There is a web address with this name already.')
    await audit(tx, ctx.actor, { kind: 'endpoint.created', subjectKind: 'endpoint', subjectId: id })
    await notifyChanged(tx, workspaceId, 'endpoint', [id])
    return endpointView(await endpointOf(tx, workspaceId, id))
  }),
)
