import { z } from 'zod'
import { backlogPage } from '../../../db/queries/backlog'
import { backlogOf, countChosen, type Chosen } from '../../../db/queries/backlog-job'
import { usedAmong } from '../../../db/queries/rule-scope'
import { DEFAULT_BUDGET } from '../../../rules/graph'
import { Tally, type EffectCount } from '../../../rules/what-if-tally'
import { rehearse } from '../../what-if/rehearse'
import { settingOf } from '../../what-if/setting'
import { workspaceProcedure } from '../../trpc'
import { applicable } from './applicable'
import { CHOICE } from './schema'

/** Mails that are looked at; of the rest the same share is expected. */
const SAMPLE = 500
/** Of those that match, so many are walked through the whole rule. */
const WALKED = 200

/** What applying the rule would come to. Nothing is written. */
export interface BacklogPreview {
  /** As it is to be given to `rule.backlog.start`, so that the same mails are meant. */
  readonly choice: Chosen
  readonly count: number
  readonly version: number
  readonly mode: 'live' | 'dry run'
  /** The newest so many were looked at; as many as `count`: the numbers are exact. */
  readonly looked: number
  readonly matched: number
  /** Of those that match: the rule acted on them before, and passes over them. */
  readonly handled: number
  /** Of those that match and were not handled before, so many were walked through. */
  readonly walked: number
  /** What those came to, most first. */
  readonly effects: readonly EffectCount[]
  /** What the rule may do to the outside in an hour; beyond it is paused, and a person says how it goes on. */
  readonly budgetPerHour: number
}

/** Counts the mails and says, by looking at the newest of them, what would go out. */
export const preview = workspaceProcedure.input(z.object({ ruleId: z.uuid(), choice: CHOICE.prefault({}), mode: z.enum(['live', 'dry run']).default('live') })).query(({ ctx, input: { ruleId, choice, mode } }): Promise<BacklogPreview> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const now = ctx.services.now()
    const rule = await applicable(tx, { workspaceId, ruleId, choice, mode, now })
    const target = { workspaceId, accountId: rule.accountId }
    const setting = await settingOf(tx, { ...target, now }, { after: rule.plan, before: null })
    const count = await countChosen(tx, target, rule.chosen)
    const { facts: mails } = await backlogPage(tx, backlogOf(target, rule.chosen), setting.needs, null, Math.min(SAMPLE, rule.chosen.limit))
    const hits = mails.filter((facts) => setting.after.sight(facts) === 'hit')
    const used = await usedAmong(tx, workspaceId, ruleId, hits.map((facts) => setting.after.key(facts)))
    const fresh = hits.filter((facts) => !used.has(setting.after.key(facts)))
    const tally = new Tally(setting.after, setting.timeZone, false)
    for (const { facts, after } of await rehearse(tx, setting, fresh.slice(0, WALKED).map(({ messageRef }) => messageRef))) if (after !== null) tally.take(facts, after, null)
    return {
      choice: rule.chosen, count, version: rule.version, mode: rule.mode, looked: mails.length, matched: hits.length, handled: hits.length - fresh.length, walked: Math.min(WALKED, fresh.length),
      effects: tally.counts().effects, budgetPerHour: rule.plan.effectBudgetPerHour ?? DEFAULT_BUDGET,
    }
  }),
)
