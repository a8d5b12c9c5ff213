import { z } from 'zod'
import { isTimeZone, parseCron } from '../cron'
import { defineTrigger } from '../node-type'
import type { Sentence } from '../node-type'
import type { ProblemCode } from '../problem'

/** The clock sets it off. It is about no mail: steps that act on a mail cannot follow. */
export const schedule = defineTrigger({
  type: 'schedule',
  configVersion: 1,
  label: 'Schedule',
  summary: 'Starts the rule at fixed times, such as every working day at nine.',
  group: 'start',
  icon: 'calendar-clock',
  synonyms: ['cron', 'clock', 'daily', 'weekly', 'every day', 'timer'],
  config: z.object({
    cron: z.string().max(200).refine((line) => parseCron(line) !== null, 'cronBroken' satisfies ProblemCode),
    timeZone: z.string().max(64).refine(isTimeZone, 'timeZoneUnknown' satisfies ProblemCode),
  }),
  initial: { cron: '0 9 * * 1-5', timeZone: 'UTC' },
  fields: {
    cron: { label: 'Times', help: 'Minute, hour, day of the month, month, day of the week.', control: 'cron', placeholder: '0 9 * * 1-5' },
    timeZone: { label: 'Time zone', control: 'timeZone' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { daily: 'it is {time} ({zone})', weekdays: 'it is {time} on a day from Monday to Friday ({zone})', cron: 'it is time by “{cron}” ({zone})' },
  sentence: ({ cron, timeZone }) => sentenceOf(cron, timeZone),
  examples: [
    { title: 'Working days at nine', config: { cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin' }, event: { type: 'schedule' }, message: {}, expect: { port: 'next', sentence: 'it is 09:00 on a day from Monday to Friday (Europe/Berlin)' } },
    { title: 'Every day in the evening', config: { cron: '30 18 * * *', timeZone: 'UTC' }, event: { type: 'schedule' }, message: {}, expect: { port: 'next', sentence: 'it is 18:30 (UTC)' } },
    { title: 'The first of each month', config: { cron: '0 6 1 * *', timeZone: 'UTC' }, event: { type: 'schedule' }, message: {}, expect: { port: 'next', sentence: 'it is time by “0 6 1 * *” (UTC)' } },
  ],
  subject: 'none',
  matches: (_, event) => (event.type === 'schedule' ? { matches: true } : { matches: false, reason: 'another event' }),
  occasion: () => ({ type: 'schedule' }),
})

function sentenceOf(line: string, timeZone: string): Sentence {
  const zone = { text: timeZone }
  const cron = parseCron(line)
  const [[minute, ...minutes], [hour, ...hours]] = [cron?.minutes ?? [], cron?.hours ?? []]
  const isOnce = minute !== undefined && hour !== undefined && minutes.length === 0 && hours.length === 0 && cron?.days === null && cron.months.length === 12
  const phrase = !isOnce ? 'cron' : cron.weekdays === null ? 'daily' : cron.weekdays.join() === '1,2,3,4,5' ? 'weekdays' : 'cron'
  if (phrase === 'cron') return [{ phrase: 'node.schedule.cron', values: { cron: { text: line }, zone } }]
  return [{ phrase: `node.schedule.${phrase}`, values: { time: { text: `${two(hour)}:${two(minute)}` }, zone } }]
}

function two(number: number | undefined): string {
  return String(number ?? 0).padStart(2, '0')
}
