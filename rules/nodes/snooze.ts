import { z } from 'zod'
import { defineAction, type StepInput } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { instantOf, wallTimeAt } from '../wall-clock'

const YEAR_SECONDS = 365 * 24 * 60 * 60

const Config = z.object({
  how: z.enum(['for', 'until']),
  seconds: z
    .number()
    .int()
    .min(60, 'needsDuration' satisfies ProblemCode)
    .max(YEAR_SECONDS, 'waitTooLong' satisfies ProblemCode),
  /** The next time clocks in the rule's zone show this, `08:00`. */
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'needsTime' satisfies ProblemCode),
})

/** Takes the mail out of the inbox list until later, here only: on the mail server it stays where it lies. */
export const snooze = defineAction({
  type: 'message.snooze',
  configVersion: 1,
  label: 'Snooze',
  summary: 'Keeps the mail out of sight until later.',
  group: 'classify',
  icon: 'alarm-clock',
  synonyms: ['later', 'remind', 'hide', 'postpone', 'tomorrow'],
  config: Config,
  initial: { how: 'until', seconds: 4 * 60 * 60, time: '08:00' },
  fields: {
    how: { label: 'How', control: 'choice', choices: { for: 'For a time', until: 'Until a time of day' } },
    seconds: { label: 'For', control: 'duration' },
    time: { label: 'Until', help: 'The next time clocks show this, such as 08:00 tomorrow.', control: 'time' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { for: 'snooze it for {duration}', until: 'snooze it until {time}' },
  sentence: ({ how, seconds, time }) =>
    how === 'for' ? [{ phrase: 'node.message.snooze.for', values: { duration: { durationSeconds: seconds } } }] : [{ phrase: 'node.message.snooze.until', values: { time: { wallTime: time } } }],
  examples: [
    {
      title: 'For a day',
      config: { how: 'for', seconds: 86_400, time: '08:00' },
      message: {},
      expect: { effects: [{ kind: 'message.snooze', until: '2026-05-05T09:00:00.000Z' }], sentence: 'snooze it for 1 day' },
    },
    {
      title: 'Until the next morning',
      config: { how: 'until', seconds: 14_400, time: '08:00' },
      message: {},
      expect: { effects: [{ kind: 'message.snooze', until: '2026-05-05T06:00:00.000Z' }], sentence: 'snooze it until 8:00 AM' },
    },
  ],
  effects: ['message.snooze'],
  plan: ({ how, seconds, time }, input) => {
    const until = how === 'for' ? Date.parse(input.now) + seconds * 1_000 : nextTime(time, input)
    return [{ kind: 'message.snooze', until: new Date(until).toISOString() }]
  },
  interpret: outcomeOf,
})

/** The next instant at which clocks in the zone show this time, never now. */
function nextTime(time: string, { now, timeZone }: Pick<StepInput, 'now' | 'timeZone'>): number {
  const today = wallTimeAt(Date.parse(now), timeZone)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const at = instantOf({ ...today, hour, minute, second: 0 }, timeZone)
  return at > Date.parse(now) ? at : instantOf({ ...today, day: today.day + 1, hour, minute, second: 0 }, timeZone)
}
