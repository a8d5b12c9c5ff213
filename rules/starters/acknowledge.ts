import { drawing, FROM_A_PERSON } from './starter'
import type { Starter } from './starter'

/** Whoever begins a conversation is told that the mail has come. */
export const acknowledge: Starter = {
  id: 'acknowledge',
  icon: 'reply',
  phrases: { name: 'Acknowledgement', description: 'Tells everybody who begins a conversation that you got the mail. You write the text.' },
  open: [{ node: 'reply', field: 'text', what: 'text', sample: 'Hello {{ sender.firstName | default: "there" }}, we got your mail.' }],
  draw: () =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['first', 'condition', { conditions: FROM_A_PERSON }],
        ['reply', 'mail.autoReply', { subject: 'Re: {{ subject }}', text: '' }],
      ],
      ['start -> first', 'first.yes -> reply'],
      { scope: 'thread' },
    ),
  cases: [
    { title: 'a conversation begins', message: { from: { name: 'Ada Lovelace', address: 'ada@example.com' }, subject: 'A question' }, effects: ['mail.reply'], exactly: [{ kind: 'mail.reply', to: { name: 'Ada Lovelace', address: 'ada@example.com' }, subject: 'Re: A question', text: 'Hello Ada, we got your mail.' }] },
    { title: 'a conversation goes on', message: { isReply: true }, effects: [] },
    { title: 'an automatic answer comes', message: { mailClass: 'automatic' }, effects: [] },
  ],
}
