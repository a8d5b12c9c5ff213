import { all, drawing, test } from './starter'
import type { Starter } from './starter'

/** Mail of the people who matter most is marked and somebody is told at once. */
export const vip: Starter = {
  id: 'vip',
  icon: 'star',
  phrases: { name: 'VIP routing', description: 'Tags and stars mail of your most important people, and tells a colleague at once.', tag: 'VIP' },
  open: [
    { node: 'who', field: 'conditions.items.0.values', what: 'senders', sample: ['ceo@big-customer.example'] },
    { node: 'tell', field: 'userRef', what: 'person', sample: 'ada' },
  ],
  draw: (word) =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['who', 'condition', { conditions: all(test('from', 'isOneOf')) }],
        ['tag', 'tag.add', { tag: word('tag') }],
        ['star', 'message.star', { starred: true }],
        ['tell', 'user.notify', {}],
      ],
      ['start -> who', 'who.yes -> tag', 'tag -> star', 'star -> tell'],
    ),
  cases: [
    {
      title: 'one of them writes',
      message: { from: { name: 'The boss', address: 'CEO@big-customer.example' }, subject: 'A word' },
      effects: ['tag.add', 'message.star', 'user.notify'],
      exactly: [{ kind: 'tag.add', tag: 'VIP' }, { kind: 'user.notify', userRef: 'ada', text: 'The boss: A word' }],
    },
    { title: 'somebody else writes', message: { from: { name: '', address: 'clerk@big-customer.example' } }, effects: [] },
  ],
}
