import { z } from 'zod'
import { CLOCK_TIME } from '../clock-time'
import type { MessageFacts } from '../facts'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { WaitSeconds } from '../wait-config'
import { instantOf, readDay } from '../wall-clock'

/**
 * Waits until a day that a value of the rule or a field of the record holds, some days before or after it. Where there is none that can be read, it waits for
 * a time instead.
 */
export const waitDate = defineWait({
  type: 'wait.date',
  configVersion: 1,
  label: 'Wait until a day in a value',
  summary: 'Waits until a day that was found in the mail or stands in the record.',
  group: 'wait',
  icon: 'calendar-search',
  synonyms: ['due date', 'deadline', 'variable', 'field', 'days before', 'renewal'],
  config: z.object({
    source: z.enum(['value', 'field']),
    name: z.string().trim().min(1, 'needsValueName' satisfies ProblemCode).max(60),
    /** Days after it; before it when negative. */
    days: z.number().int().min(-365).max(365),
    time: CLOCK_TIME,
    fallbackSeconds: WaitSeconds,
  }),
  initial: { source: 'value', name: '', days: 0, time: '09:00', fallbackSeconds: 24 * 60 * 60 },
  fields: {
    source: { label: 'The day stands in', control: 'choice', choices: { value: 'A value of this rule', field: 'A field of the record' } },
    name: { label: 'Name', help: 'The day is read as 2026-11-21 or 21.11.2026.', control: 'text' },
    days: { label: 'Days after it', help: 'With a minus: days before it.', control: 'number' },
    time: { label: 'Time of day', control: 'time' },
    fallbackSeconds: { label: 'Without a day, wait for', control: 'duration' },
  },
  ports: ['elapsed'],
  portLabels: { elapsed: 'It is time' },
  phrases: {
    on: 'wait until the day in “{name}” at {time}',
    after: 'wait until {days} after the day in “{name}” at {time}',
    before: 'wait until {days} before the day in “{name}” at {time}',
  },
  sentence({ name, days, time }) {
    const values = { name: { text: name }, time: { wallTime: time } } as const
    if (days === 0) return [{ phrase: 'node.wait.date.on', values }]
    return [{ phrase: `node.wait.date.${days < 0 ? 'before' : 'after'}`, values: { ...values, days: { durationSeconds: Math.abs(days) * 86_400 } } }]
  },
  examples: [
    { title: 'The due date', config: { source: 'value', name: 'dueDate', days: 0, time: '09:00', fallbackSeconds: 86_400 }, message: {}, expect: { sentence: 'wait until the day in “dueDate” at 9:00 AM' } },
    { title: 'Before a contract ends', config: { source: 'field', name: 'endsOn', days: -3, time: '08:00', fallbackSeconds: 604_800 }, message: {}, expect: { sentence: 'wait until 3 days before the day in “endsOn” at 8:00 AM' } },
  ],
  reads: ({ source, name }) => (source === 'value' ? [{ name, field: 'name' }] : []),
  until({ source, name, days, time, fallbackSeconds }, { facts, values, timeZone }) {
    const day = readDay(textIn(source === 'value' ? values : fieldsOf(facts), name))
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    const due = day === null ? { afterSeconds: fallbackSeconds } : { at: new Date(instantOf({ ...day, day: day.day + days, hour, minute, second: 0 }, timeZone)).toISOString() }
    return { due, listensTo: 'nothing', eventPort: 'elapsed', elapsedPort: 'elapsed' }
  },
})

function textIn(texts: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(texts, name) ? (texts[name] ?? '') : ''
}

function fieldsOf({ record }: MessageFacts): Readonly<Record<string, string>> {
  return record?.fields ?? {}
}
