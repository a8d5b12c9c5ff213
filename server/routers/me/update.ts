import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { user } from '../../../db/schema'
import { writeProcedure } from '../../trpc'

const INPUT = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  /** BCP 47, such as `de`. */
  locale: z.string().max(35).refine(isLocale, 'is not a language tag').optional(),
  /** IANA, such as `Europe/Berlin`. */
  timeZone: z.string().max(64).refine(isTimeZone, 'is not a time zone').optional(),
})

/** Changes what is given of the caller's own name, language and time zone. Users stand above workspaces: the system role writes, and only the caller's row. */
export const update = writeProcedure.input(INPUT).mutation(async ({ ctx, input }) => {
  if (Object.values(input).some((value) => value !== undefined)) await ctx.services.database.system.update(user).set(input).where(eq(user.id, ctx.actor.userId))
  return input
})

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
