import { z } from 'zod'
import { defineTrigger } from '../node-type'
import type { ProblemCode } from '../problem'

const YEAR_SECONDS = 365 * 24 * 60 * 60

/**
 * Nobody answered in time. It counts from the first mail that has had no answer: more mails from the same side do not begin it anew, and any answer of a
 * person, wherever sent, ends it.
 */
export const noReply = defineTrigger({
  type: 'no.reply',
  configVersion: 1,
  label: 'No reply in time',
  summary: 'Starts the rule when a mail has had no reply for a time, of ours or of theirs.',
  group: 'start',
  icon: 'alarm-clock',
  synonyms: ['sla', 'overdue', 'unanswered', 'deadline', 'reminder', 'silence', 'follow up'],
  config: z.object({
    /** `ours`: we have not answered a mail of theirs; `theirs`: they have not answered one of ours. */
    waitingFor: z.enum(['ours', 'theirs']),
    seconds: z
      .number()
      .int()
      .min(1, 'needsDuration' satisfies ProblemCode)
      .max(YEAR_SECONDS, 'waitTooLong' satisfies ProblemCode),
    /** Counts working time of this calendar only; empty: all time. */
    calendarRef: z.string().max(200),
  }),
  initial: { waitingFor: 'ours', seconds: 4 * 60 * 60, calendarRef: '' },
  fields: {
    waitingFor: { label: 'Whose reply is missing', control: 'choice', choices: { ours: 'Ours, to a mail of theirs', theirs: 'Theirs, to a mail of ours' } },
    seconds: { label: 'For', control: 'duration' },
    calendarRef: { label: 'Working hours', help: 'With a calendar only its opening hours count.', control: 'calendar', optional: true },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: {
    ours: 'nobody of us has answered a mail for {duration}',
    theirs: 'a mail of ours has had no reply for {duration}',
    oursWorking: 'nobody of us has answered a mail for {duration} of working time',
    theirsWorking: 'a mail of ours has had no reply for {duration} of working time',
  },
  sentence: ({ waitingFor, seconds, calendarRef }) => [{ phrase: `node.no.reply.${waitingFor}${calendarRef === '' ? '' : 'Working'}`, values: { duration: { durationSeconds: seconds } } }],
  examples: [
    { title: 'Four hours without an answer of ours', config: { waitingFor: 'ours', seconds: 14_400, calendarRef: '' }, event: { type: 'no reply' }, message: { subject: 'Where is it?' }, expect: { port: 'next', sentence: 'nobody of us has answered a mail for 4 hours' } },
    { title: 'They have not come back for a week', config: { waitingFor: 'theirs', seconds: 604_800, calendarRef: '' }, event: { type: 'no reply' }, message: { subject: 'Our offer' }, expect: { port: 'next', sentence: 'a mail of ours has had no reply for 1 week' } },
  ],
  subject: 'mail',
  matches: (_, event) => (event.type === 'no reply' ? { matches: true } : { matches: false, reason: 'another event' }),
  occasion: () => ({ type: 'no reply' }),
  references: ({ calendarRef }) => (calendarRef === '' ? [] : [{ kind: 'calendar', id: calendarRef, field: 'calendarRef' }]),
})
