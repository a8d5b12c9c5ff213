import { z } from 'zod'
import { requestCancel, withdrawMails } from '../../../db/queries/cancel-execution'
import { holdTheRest, missedMails, releaseHeld } from '../../../db/queries/rule-standing'
import { notifyChanged } from '../../../db/client'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { catchUp } from './catch-up'
import { ruleOf } from './rule-of'
import { setState } from './set-state'

const INPUT = z.object({
  id: z.uuid(),
  /** What the rule had begun when it used up its hour goes on, all of it, or is cancelled. */
  held: z.enum(['go on', 'discard']),
  /** Whether the rule may act on new mail again. */
  resume: z.boolean().default(true),
  /** And on the mail that arrived since it was paused. */
  catchUp: z.boolean().default(false),
})

/** A person's word on what is held. What goes on is not counted, and a new hour begins. */
export const release = writeProcedure.input(INPUT).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, input.id, 'lock')
    await holdTheRest(tx, workspaceId, row.id)
    const decided = input.held === 'go on' ? await releaseHeld(tx, workspaceId, row.id) : await requestCancel(tx, { workspaceId, ruleId: row.id, heldOnly: true })
    if (input.held === 'discard') await withdrawMails(tx, workspaceId, decided)
    await audit(tx, ctx.actor, { kind: 'rule.released', subjectKind: 'rule', subjectId: row.id, data: { held: input.held, executions: decided.length } })
    if (decided.length > 0) await notifyChanged(tx, workspaceId, 'execution', decided)
    const missed = input.resume && input.catchUp ? await missedMails(tx, workspaceId, row.id) : []
    if (input.resume && row.state === 'paused') await setState(tx, ctx.actor, { id: row.id, state: 'active', kind: 'rule.resumed', data: { caughtUp: missed.length } })
    await catchUp(tx, workspaceId, row.id, missed)
    return { id: row.id, decided, caughtUp: missed.length }
  }),
)
