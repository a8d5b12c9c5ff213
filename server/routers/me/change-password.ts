import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { user } from '../../../db/schema'
import { audit } from '../../audit'
import { invalid } from '../../failure-status'
import { hashPassword, isPassword, PASSWORD_MAX } from '../../password'
import { countAttempt } from '../../sign-in'
import { revokeSessionsOf } from '../../session'
import { Failure } from '../../../mail/failure'
import { writeProcedure } from '../../trpc'

const INPUT = z.object({ current: z.string().min(1).max(PASSWORD_MAX), next: z.string().min(1).max(PASSWORD_MAX) })

/** Changes the caller's own password and signs every other session of theirs out. Guessing the current one is limited as signing in is. */
export const changePassword = writeProcedure.input(INPUT).mutation(async ({ ctx, input }) => {
  const { services, actor } = ctx
  if (actor.via !== 'session') throw new Failure('forbidden.token', { retry: 'no', publicMessage: 'A password is changed by its owner in the browser, not with a token.' })
  const { system } = services.database
  const limited = await countAttempt(services.database, `password:${actor.userId}`, services.now())
  if (limited !== null) throw new Failure('limited.password', { retry: { afterSeconds: limited }, publicMessage: `Too many attempts. Try again in ${Math.ceil(limited / 60)} minutes.` })
  const [row] = await system.select({ passwordHash: user.passwordHash }).from(user).where(eq(user.id, actor.userId))
  if (!(await isPassword(row?.passwordHash ?? null, input.current))) throw invalid('invalid.current', 'That is not your current password.')
  const passwordHash = await hashPassword(input.next)
  await system.update(user).set({ passwordHash }).where(eq(user.id, actor.userId))
  await revokeSessionsOf(services.database, actor.userId, services.now(), actor.id)
  await ctx.db((tx) => audit(tx, actor, { kind: 'password.changed', subjectKind: 'user', subjectId: actor.userId }))
  return { userId: actor.userId }
})
