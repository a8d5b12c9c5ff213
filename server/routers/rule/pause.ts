import { z } from 'zod'
import { writeProcedure } from '../../trpc'
import { STOP } from './schema'
import { setState } from './set-state'

/** `skip`: what arrives meanwhile is passed over for good; `catch up`: it is remembered, and resuming offers to run the rule on it. */
const INPUT = STOP.extend({ mode: z.enum(['skip', 'catch up']).default('skip') })

/** No new mail sets the rule off until it is resumed. Pausing a paused rule changes what becomes of the mail. */
export const pause = writeProcedure.input(INPUT).mutation(({ ctx, input: { mode, ...input } }) => ctx.db((tx) => setState(tx, ctx.actor, { ...input, state: 'paused', pauseMode: mode, kind: 'rule.paused' })))
