import { z } from 'zod'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { AwaitedReply, REPLY_WAIT, WaitSeconds } from '../wait-config'

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
    seconds: WaitSeconds,
    calendarRef: z.string().min(1, 'needsCalendar' satisfies ProblemCode).max(200),
    listensTo: AwaitedReply,
  }),
  initial: { seconds: 8 * 60 * 60, calendarRef: '', listensTo: 'answered' },
  fields: {
    seconds: { label: 'Wait for', help: 'Working time: eight hours are one day of nine to five.', control: 'duration' },
    calendarRef: { label: 'Working hours', control: 'calendar' },
    listensTo: REPLY_WAIT.field,
  },
  ports: REPLY_WAIT.ports,
  portLabels: REPLY_WAIT.portLabels,
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
