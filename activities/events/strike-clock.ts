import { z } from 'zod'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { writeRuleEvent } from '../../db/queries/rule-event'
import { scheduledRule } from '../../db/queries/rule-schedule'
import { isRun, nextRuns, parseCron, type Cron } from '../../rules/cron'
import type { Deps } from '../deps'
import { triggerConfig } from './trigger-config'

/** A time at which the engine's clock says that a rule is to run. */
export interface Stroke {
  readonly workspaceId: string
  readonly ruleId: string
  /** The time it stands for, ISO 8601 in UTC, however late it comes. */
  readonly nominalAt: string
}

/** Later than this a run counts as missed. */
const LATE_MS = 60_000

/**
 * Writes the event of a run by the clock. Of runs that were missed while nothing worked only the last is made up for: one that is late, with a later one due
 * already, is passed over. A rule that the clock no longer sets off has its schedule taken away. Idempotent by rule and nominal time.
 */
export function createStrikeClock({ database, now }: Pick<Deps, 'database' | 'now'>) {
  return {
    async strikeClock({ workspaceId, ruleId, nominalAt }: Stroke): Promise<void> {
      await database.inWorkspace(workspaceId, async (tx) => {
        const rule = await scheduledRule(tx, workspaceId, ruleId)
        const times = rule === null ? null : timesOf(rule.plan)
        if (rule === null || times === null) return enqueue(tx, [{ workspaceId, workflow: 'keepSchedule', kind: 'start', subjectId: ruleId }])
        const at = Date.parse(nominalAt)
        if (!isRun(times.cron, times.timeZone, at) || isSuperseded(times, at, now().getTime())) return
        await writeRuleEvent(tx, { workspaceId, kind: 'schedule', key: `clock:${ruleId}:${nominalAt}`, accountId: rule.accountId, ruleId, data: { nominalAt } })
      })
    },
  }
}

/** When a rule is run by the clock: its times as they were drawn. */
export interface Times {
  readonly cron: Cron
  readonly timeZone: string
}

/** Null for a plan that is set off by something else, or that this version cannot read. */
export function timesOf(stored: unknown): Times | null {
  const config = Config.safeParse(triggerConfig(stored))
  const cron = config.success ? parseCron(config.data.cron) : null
  return cron === null || !config.success ? null : { cron, timeZone: config.data.timeZone }
}

const Config = z.object({ cron: z.string(), timeZone: z.string() })

function isSuperseded({ cron, timeZone }: Times, at: number, now: number): boolean {
  return now - at > LATE_MS && (nextRuns(cron, timeZone, at, 1)[0] ?? Infinity) <= now
}
