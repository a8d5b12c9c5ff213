import { ScheduleOverlapPolicy } from '@temporalio/client'
import { describe, expect, test } from 'vitest'
import { keepAllSchedules } from '../../../db/queries/rule-schedule'
import { recordHistory } from '../../support/histories'
import { graphOf } from '../../support/rules'
import type { TriggerOffice } from '../../support/trigger-office'
import { until } from '../../support/until'

/** The times of a schedule. */
export function clocks(here: TriggerOffice): void {
  const { rule, tell, executions, ended, quiet, told } = here

  describe('the clock', () => {
    const schedule = (cron: string, timeZone = 'UTC') => ({ type: 'schedule', config: { cron, timeZone } })
    const handle = (ruleId: string) => here.engine.schedule.getHandle(`schedule:${ruleId}`)
    const described = (ruleId: string) => until('the engine has the schedule', () => handle(ruleId).describe())
    const gone = (ruleId: string) => until('the engine has no schedule', () => handle(ruleId).describe().then(() => false, (error: unknown) => error instanceof Error && error.name === 'ScheduleNotFoundError'))

    test('runs a rule at its times by a schedule of the engine; of missed times only the last is made up for', async () => {
      // Half an hour from the nearest stroke, so that none is struck meanwhile.
      const minute = (new Date().getUTCMinutes() + 30) % 60
      const { ruleId } = await rule(schedule(`${minute} * * * *`), { tell: tell('another hour') }, [['start', 'tell']])
      const { spec } = await described(ruleId)
      expect(spec.timezone).toBe('UTC')
      const hour = 3_600_000
      const last = Math.floor((Date.now() - minute * 60_000) / hour) * hour + minute * 60_000
      // What the engine does after it was away: the times it missed, one after the other.
      await handle(ruleId).backfill([{ start: new Date(last - 2 * hour - 1), end: new Date(last), overlap: ScheduleOverlapPolicy.ALLOW_ALL }])
      const nominalAt = new Date(last).toISOString()
      const [row] = await ended(1)
      expect(row).toMatchObject({ trigger: 'schedule', state: 'done', message_id: null, scope_key: `s:${nominalAt}`, trigger_data: { nominalAt } })
      expect(await told()).toEqual(['another hour'])
      await recordHistory(here.engine, `stroke:${ruleId}-${nominalAt.replace('.000', '')}`, 'run-schedule-an-hour')
      await handle(ruleId).backfill([{ start: new Date(last - 1), end: new Date(last), overlap: ScheduleOverlapPolicy.ALLOW_ALL }])
      await until('the engine has struck again', async () => (await handle(ruleId).describe()).info.numActionsTaken >= 4)
      await quiet()
      expect(await executions()).toHaveLength(1)
    })

    test('has a schedule for a rule exactly while its live version is active and asks for one', async () => {
      const { ruleId } = await rule(schedule('30 8 * * 1-5', 'Europe/Berlin'), { tell: tell('good morning') }, [['start', 'tell']])
      expect((await described(ruleId)).spec.timezone).toBe('Europe/Berlin')
      await here.office.call.rule.pause({ id: ruleId })
      await gone(ruleId)
      await here.office.call.rule.resume({ id: ruleId })
      await described(ruleId)
      // An engine that forgot it is told again.
      await handle(ruleId).delete()
      await gone(ruleId)
      await keepAllSchedules(here.api.database.system)
      await described(ruleId)
      const { draftRevision } = await here.office.call.rule.saveDraft({ id: ruleId, revision: 1, graph: graphOf({ tell: tell('good evening') }, [['start', 'tell']], 'message', schedule('0 18 * * *')) })
      await here.office.call.rule.publish({ id: ruleId, revision: draftRevision })
      await until('the schedule is the new one', async () => (await handle(ruleId).describe()).spec.calendars?.[0]?.hour[0]?.start === 18)
      await here.office.call.rule.remove({ id: ruleId })
      await gone(ruleId)
    })

    test('is foretold: the next times of a line of cron', async () => {
      const times = await here.office.call.rule.nextRuns({ cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin', count: 5 })
      expect(times).toHaveLength(5)
      for (const at of times) expect(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).format(at)).toBe('09:00')
      await expect(here.office.call.rule.nextRuns({ cron: '61 * * * *' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(here.office.call.rule.nextRuns({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    })
  })
}
