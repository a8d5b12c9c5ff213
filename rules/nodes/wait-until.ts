import { z } from 'zod'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { instantOfText } from '../wall-clock'

/** Waits until a day and a time on the wall. One that is past already ends at once. */
export const waitUntil = defineWait({
  type: 'wait.until',
  configVersion: 1,
  label: 'Wait until a date',
  summary: 'Waits until a day and a time that you choose.',
  group: 'wait',
  icon: 'calendar-clock',
  synonyms: ['date', 'deadline', 'schedule', 'later', 'timer'],
  config: z.object({
    /** `2026-11-21T09:00` in the rule's time zone. */
    at: z.iso.datetime({ local: true, offset: false, precision: -1, error: 'needsDate' satisfies ProblemCode }),
  }),
  initial: { at: '' },
  fields: { at: { label: 'Until', help: 'In the time zone of the rule.', control: 'dateTime' } },
  ports: ['elapsed'],
  portLabels: { elapsed: 'It is time' },
  phrases: { sentence: 'wait until {time}' },
  sentence: ({ at }) => [{ phrase: 'node.wait.until.sentence', values: { time: { wallTime: at } } }],
  examples: [
    { title: 'The morning of the first of June', config: { at: '2026-06-01T09:00' }, message: {}, expect: { sentence: 'wait until June 1, 2026 at 9:00 AM' } },
    { title: 'A time that daylight saving skips', config: { at: '2027-03-28T02:30' }, message: {}, expect: { sentence: 'wait until March 28, 2027 at 2:30 AM' } },
  ],
  until: ({ at }, { timeZone }) => ({ due: { at: new Date(instantOfText(at, timeZone) ?? 0).toISOString() }, listensTo: 'nothing', eventPort: 'elapsed', elapsedPort: 'elapsed' }),
})
