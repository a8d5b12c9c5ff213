import { drawing, none, test } from './starter'
import type { Starter } from './starter'

/** An answer for the days nobody is there, once a week to each sender. It begins with two weeks from today, to be changed. */
export const vacation: Starter = {
  id: 'vacation',
  icon: 'tree-palm',
  phrases: { name: 'Vacation window', description: 'Answers while you are away, at most once a week to each sender. You write the text; the dates begin as two weeks from today.' },
  open: [{ node: 'reply', field: 'text', what: 'text', sample: 'I am back on Monday.' }],
  draw: (_, today) =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['person', 'condition', { conditions: none(test('isAutomatic', 'isTrue')) }],
        ['reply', 'mail.autoReply', { subject: 'Re: {{ subject }}', text: '' }],
      ],
      ['start -> person', 'person.yes -> reply'],
      { scope: 'interval', interval: { seconds: 604_800, per: 'sender' }, window: { from: today, until: dayAfter(today, 13) } },
    ),
  cases: [
    { title: 'somebody writes', message: {}, effects: ['mail.reply'] },
    { title: 'somebody writes on the last day', message: {}, now: '2026-12-04T22:00:00.000Z', effects: ['mail.reply'] },
    { title: 'somebody writes when everybody is back', message: {}, now: '2026-12-05T08:00:00.000Z', effects: [] },
    { title: 'a list writes', message: { mailClass: 'list' }, effects: [] },
  ],
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
