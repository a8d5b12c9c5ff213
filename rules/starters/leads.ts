import { all, drawing, FROM_A_PERSON, test } from './starter'
import type { Starter } from './starter'

/** A first mail of somebody unknown becomes a lead. */
export const leads: Starter = {
  id: 'leads',
  icon: 'user-plus',
  phrases: { name: 'Lead intake', description: 'Makes a lead of the first mail of somebody you do not know yet, and tells who looks after new ones.' },
  open: [{ node: 'tell', field: 'userRef', what: 'person', sample: 'ada' }],
  draw: () =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['new', 'condition', { conditions: all(test('contactKnown', 'isFalse'), FROM_A_PERSON) }],
        ['lead', 'record.create', { recordType: 'lead', title: '{{ subject }}', reuseOfThread: true }],
        ['tell', 'user.notify', {}],
      ],
      ['start -> new', 'new.yes -> lead', 'lead -> tell'],
      { scope: 'thread' },
    ),
  cases: [
    { title: 'a stranger asks', message: { subject: 'Do you ship to Norway?', contactKnown: false }, effects: ['record.create', 'user.notify'] },
    { title: 'a customer writes', message: { contactKnown: true }, effects: [] },
    { title: 'a newsletter comes', message: { mailClass: 'list' }, effects: [] },
    { title: 'a stranger answers', message: { isReply: true }, effects: [] },
  ],
}
