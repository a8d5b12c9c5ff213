import { z } from 'zod'
import { nextWorkingTime } from '../calendar'
import { CLOCK_TIME } from '../clock-time'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { withCalendar } from '../wait'

/** Waits until it is this time on a working day: today if it still will be and the calendar opens today, else on the next day it opens. */
export const waitWorkingDay = defineWait({
  type: 'wait.workingDay',
  configVersion: 1,
  label: 'Wait until a working day',
  summary: 'Waits until it is a certain time on the next day that somebody works.',
  group: 'wait',
  icon: 'sunrise',
  synonyms: ['next morning', 'working day', 'business day', 'office hours', 'monday'],
  config: z.object({ time: CLOCK_TIME, calendarRef: z.string().min(1, 'needsCalendar' satisfies ProblemCode).max(200) }),
  initial: { time: '09:00', calendarRef: '' },
  fields: {
    time: { label: 'Time of day', control: 'time' },
    calendarRef: { label: 'Working hours', help: 'Days without opening hours and holidays are passed over.', control: 'calendar' },
  },
  ports: ['elapsed'],
  portLabels: { elapsed: 'It is time' },
  phrases: { sentence: 'wait until the next working day at {time} ({calendar})' },
  sentence: ({ time, calendarRef }) => [{ phrase: 'node.wait.workingDay.sentence', values: { time: { wallTime: time }, calendar: { ref: 'calendar', id: calendarRef } } }],
  references: ({ calendarRef }) => [{ kind: 'calendar', id: calendarRef, field: 'calendarRef' }],
  examples: [{ title: 'Half past eight in the office', config: { time: '08:30', calendarRef: 'office' }, message: {}, expect: { sentence: 'wait until the next working day at 8:30 AM (office)' } }],
  until: ({ time, calendarRef }, { now, calendars }) => ({
    due: { at: withCalendar(calendars, calendarRef, (calendar) => new Date(nextWorkingTime(calendar, Date.parse(now), time)).toISOString()) },
    listensTo: 'nothing', eventPort: 'elapsed', elapsedPort: 'elapsed',
  }),
})
