import { any, drawing, test } from './starter'
import type { Starter } from './starter'

/** A line in a channel for mail about something many care for. */
export const channel: Starter = {
  id: 'channel',
  icon: 'hash',
  phrases: { name: 'Channel notice', description: 'Posts a line to a channel whenever an order comes in, so that everybody who reads it knows.', first: 'order', second: 'purchase order' },
  open: [{ node: 'post', field: 'channel', what: 'channel', sample: 'Orders' }],
  draw: (word) =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['order', 'condition', { conditions: any(test('subject', 'containsWord', word('first'), word('second'))) }],
        ['post', 'channel.post', { channel: '' }],
      ],
      ['start -> order', 'order.yes -> post'],
    ),
  cases: [
    { title: 'an order comes in', message: { from: { name: 'Ben', address: 'ben@example.com' }, subject: 'Order 7' }, effects: ['channel.post'], exactly: [{ kind: 'channel.post', channel: 'Orders', text: 'Ben: Order 7', createMissing: true }] },
    { title: 'something else is in order', message: { subject: 'A disorderly house' }, effects: [] },
  ],
}
