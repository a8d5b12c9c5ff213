import { drawing, FROM_A_PERSON } from './starter'
import type { Starter } from './starter'

/** Working time is counted, and an answer of ours, wherever it was sent from, ends the count. */
export const sla: Starter = {
  id: 'sla',
  icon: 'alarm-clock',
  phrases: { name: 'SLA watch', description: 'Stars a mail that nobody has answered within eight working hours, and tells a colleague here and by mail.', tag: 'Overdue' },
  open: [
    { node: 'wait', field: 'calendarRef', what: 'calendar', sample: 'office' },
    { node: 'tell', field: 'userRef', what: 'person', sample: 'ada' },
  ],
  draw: (word) =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['person', 'condition', { conditions: FROM_A_PERSON }],
        ['wait', 'wait.business', { seconds: 28_800, calendarRef: '', listensTo: 'answered' }],
        ['tag', 'tag.add', { tag: word('tag') }],
        ['star', 'message.star', { starred: true }],
        ['tell', 'user.notify', { by: 'both' }],
      ],
      ['start -> person', 'person.yes -> wait', 'wait.elapsed -> tag', 'tag -> star', 'star -> tell'],
    ),
  cases: [
    { title: 'a working day passes without an answer', message: {}, waits: { wait: 'elapsed' }, effects: ['tag.add', 'message.star', 'user.mail', 'user.notify'] },
    { title: 'one of us answers in time', message: {}, waits: { wait: 'replied' }, effects: [] },
    { title: 'a program writes', message: { mailClass: 'automatic' }, effects: [] },
  ],
}
