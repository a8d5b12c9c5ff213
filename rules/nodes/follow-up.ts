import { z } from 'zod'
import { nextWorkingTime, OFFICE_HOURS } from '../calendar'
import { cut } from '../cut'
import { defineAction, type StepInput } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TEXT = 500
const YEAR_SECONDS = 365 * 24 * 60 * 60
/** When the office opens: a follow-up of working days is due then. */
const MORNING = '09:00'

const Config = z.object({
  userRef: z.string().min(1, 'needsUser' satisfies ProblemCode).max(200),
  text: templateField(1_000),
  due: z.enum(['after', 'workingDays']),
  seconds: z
    .number()
    .int()
    .min(60, 'needsDuration' satisfies ProblemCode)
    .max(YEAR_SECONDS, 'waitTooLong' satisfies ProblemCode),
  days: z.number().int().min(1).max(250),
  byMail: z.boolean(),
})

/** Puts a next step on a colleague's list, on the record of the mail's thread or else on the mail, and reminds them when it is due. */
export const followUp = defineAction({
  type: 'followUp.create',
  configVersion: 1,
  label: 'Follow up',
  summary: 'Reminds a colleague of the mail when the time has come.',
  group: 'notify',
  icon: 'calendar-clock',
  synonyms: ['reminder', 'activity', 'task', 'to do', 'call back', 'due'],
  config: Config,
  initial: { userRef: '', text: 'Look after {{ subject }}', due: 'workingDays', seconds: 2 * 86_400, days: 2, byMail: false },
  fields: {
    userRef: { label: 'Who', control: 'user' },
    text: { label: 'What', control: 'template' },
    due: { label: 'Due', control: 'choice', choices: { after: 'After a time', workingDays: 'After working days' } },
    seconds: { label: 'After', control: 'duration' },
    days: { label: 'Working days', help: 'Monday to Friday; due at nine in the morning of the last.', control: 'number' },
    byMail: { label: 'Remind by mail too', control: 'toggle' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { after: 'have {user} follow up in {duration}', workingDays: 'have {user} follow up in {days} working days' },
  sentence: ({ userRef, due, seconds, days }) => {
    const user = { ref: 'user', id: userRef } as const
    return due === 'after' ? [{ phrase: 'node.followUp.create.after', values: { user, duration: { durationSeconds: seconds } } }] : [{ phrase: 'node.followUp.create.workingDays', values: { user, days: { count: days } } }]
  },
  examples: [
    {
      title: 'Call back in two working days',
      config: { userRef: 'Ada', text: 'Call {{ sender.name }}', due: 'workingDays', seconds: 86_400, days: 2, byMail: true },
      message: { from: { name: 'Grace Hopper', address: 'grace@example.com' } },
      expect: {
        effects: [{ kind: 'followUp.create', userRef: 'Ada', text: 'Call Grace Hopper', dueAt: '2026-05-06T07:00:00.000Z', byMail: true }],
        sentence: 'have Ada follow up in 2 working days',
      },
    },
    {
      title: 'Look again in three days',
      config: { userRef: 'Ada', text: 'Paid?', due: 'after', seconds: 259_200, days: 1, byMail: false },
      message: {},
      expect: { effects: [{ kind: 'followUp.create', userRef: 'Ada', text: 'Paid?', dueAt: '2026-05-07T09:00:00.000Z', byMail: false }], sentence: 'have Ada follow up in 3 days' },
    },
  ],
  effects: ['followUp.create'],
  plan: ({ userRef, text, due, seconds, days, byMail }, input) => {
    const filled = parseTemplate(text).toText(templateVariables(input.facts, input.companyName, input.values)).trim()
    const dueAt = due === 'after' ? Date.parse(input.now) + seconds * 1_000 : afterWorkingDays(days, input)
    return [{ kind: 'followUp.create', userRef, text: cut(filled, 0, MAX_TEXT), dueAt: new Date(dueAt).toISOString(), byMail }]
  },
  interpret: outcomeOf,
  references: ({ userRef }) => [{ kind: 'user', id: userRef, field: 'userRef' }],
})

/** Working days are whole ones after today, whatever the time it is now. */
function afterWorkingDays(days: number, { now, timeZone }: Pick<StepInput, 'now' | 'timeZone'>): number {
  const calendar = { ...OFFICE_HOURS, name: '', timeZone }
  const afterToday = nextWorkingTime(calendar, Date.parse(now), MORNING)
  return Array.from({ length: days - 1 }).reduce<number>((at) => nextWorkingTime(calendar, at, MORNING), afterToday)
}
