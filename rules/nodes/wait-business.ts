import { z } from 'zod'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { MAX_WAIT_SECONDS } from '../wait'

/** Waits for working time, or until there is a reply if that comes first: “no reply within eight business hours”. */
export const waitBusiness = defineWait({
  type: 'wait.business',
  configVersion: 1,
  label: 'Wait for working hours',
  summary: 'Waits for a time that only passes while somebody works, or until there is a reply.',
  group: 'wait',
  icon: 'briefcase-business',
  synonyms: ['sla', 'business hours', 'office hours', 'response time', 'escalate', 'no reply'],
  config: z.object({
    seconds: z
      .number()
      .int()
      .min(1, 'needsDuration' satisfies ProblemCode)
      .max(MAX_WAIT_SECONDS, 'waitTooLong' satisfies ProblemCode),
    calendarRef: z.string().min(1, 'needsCalendar' satisfies ProblemCode).max(200),
    /** As in the plain wait. */
    listensTo: z.enum(['nothing', 'replied', 'answered']),
  }),
  initial: { seconds: 8 * 60 * 60, calendarRef: '', listensTo: 'answered' },
  fields: {
    seconds: { label: 'Wait for', help: 'Working time: eight hours are one day of nine to five.', control: 'duration' },
    calendarRef: { label: 'Working hours', control: 'calendar' },
    listensTo: {
      label: 'Or until',
      control: 'choice',
      choices: { nothing: 'Nothing, only the time', replied: 'The sender writes again', answered: 'One of us answers' },
    },
  },
  ports: ['elapsed', 'replied'],
  portLabels: { elapsed: 'Time is up', replied: 'There is a reply' },
  phrases: {
    nothing: 'wait {duration} of working time ({calendar})',
    replied: 'wait up to {duration} of working time ({calendar}) for the sender to write again',
    answered: 'wait up to {duration} of working time ({calendar}) for one of us to answer',
  },
  sentence: ({ seconds, calendarRef, listensTo }) => [{ phrase: `node.wait.business.${listensTo}`, values: { duration: { durationSeconds: seconds }, calendar: { ref: 'calendar', id: calendarRef } } }],
  references: ({ calendarRef }) => [{ kind: 'calendar', id: calendarRef, field: 'calendarRef' }],
  examples: [
    { title: 'No answer of ours within eight business hours', config: { seconds: 28_800, calendarRef: 'office', listensTo: 'answered' }, message: {}, expect: { sentence: 'wait up to 8 hours of working time (office) for one of us to answer' } },
    { title: 'Two working days', config: { seconds: 57_600, calendarRef: 'office', listensTo: 'nothing' }, message: {}, expect: { sentence: 'wait 16 hours of working time (office)' } },
  ],
  until: ({ seconds, calendarRef, listensTo }) => ({ due: { workingSeconds: seconds, calendarRef }, listensTo, eventPort: 'replied', elapsedPort: 'elapsed' }),
})
