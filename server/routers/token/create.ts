import { z } from 'zod'
import { Failure } from '../../../mail/failure'
import { SCOPES } from '../../actor'
import { audit } from '../../audit'
import { createToken } from '../../tokens'
import { adminProcedure } from '../../trpc'

const INPUT = z.object({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  /** Absent: until it is revoked. */
  expiresInDays: z.number().int().min(1).max(730).optional(),
})

/**
 * Makes an API token for the caller. `token` is shown here and never again. Only somebody who is signed in makes one (`forbidden.token`): a token that got into wrong
 * hands must not outlive its end, or its own revocation, in another.
 */
export const create = adminProcedure.input(INPUT).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    if (ctx.actor.via !== 'session') throw new Failure('forbidden.token', { retry: 'no', publicMessage: 'A token is made by a person in the browser, not with another token.' })
    const expiresAt = input.expiresInDays === undefined ? null : new Date(ctx.services.now().getTime() + input.expiresInDays * 24 * 60 * 60 * 1000)
    const scopes = SCOPES.filter((scope) => input.scopes.includes(scope))
    const made = await createToken(tx, { workspaceId: ctx.actor.workspaceId, userId: ctx.actor.userId, name: input.name, scopes, expiresAt })
    await audit(tx, ctx.actor, { kind: 'token.created', subjectKind: 'token', subjectId: made.id, data: { scopes: scopes.join(' ') } })
    return { ...made, name: input.name, scopes, expiresAt }
  }),
)
