import { drawing, FROM_A_PERSON } from './starter'
import type { Starter } from './starter'

/** Every matter a person brings up becomes a ticket, and nobody is left without an answer. */
export const tickets: Starter = {
  id: 'tickets',
  icon: 'ticket-check',
  phrases: { name: 'Ticket intake', description: 'Opens a ticket for each new matter, and reminds a colleague when nobody has answered after four hours.' },
  open: [{ node: 'remind', field: 'userRef', what: 'person', sample: 'ada' }],
  draw: () =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['person', 'condition', { conditions: FROM_A_PERSON }],
        ['ticket', 'record.create', { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true }],
        ['wait', 'wait.reply', { seconds: 14_400, listensTo: 'answered' }],
        ['remind', 'user.notify', {}],
      ],
      ['start -> person', 'person.yes -> ticket', 'ticket -> wait', 'wait.elapsed -> remind'],
    ),
  cases: [
    { title: 'somebody needs help and gets no answer', message: { subject: 'It does not start' }, waits: { wait: 'elapsed' }, effects: ['record.create', 'user.notify'] },
    { title: 'somebody is answered', message: { subject: 'It does not start' }, waits: { wait: 'replied' }, effects: ['record.create'] },
    { title: 'an answer comes in', message: { isReply: true }, effects: [] },
    { title: 'a program writes', message: { mailClass: 'automatic' }, effects: [] },
  ],
}
