import { z } from 'zod'
import { defineTrigger } from '../node-type'

/** The first placement of a message we did not know, in a mailbox where mail arrives. The rule's account says whose. */
export const mailArrives = defineTrigger({
  type: 'mail.arrived',
  configVersion: 1,
  label: 'Mail arrives',
  summary: 'Starts the rule for each new mail of the account.',
  group: 'start',
  icon: 'inbox',
  synonyms: ['new mail', 'incoming', 'received', 'inbox'],
  config: z.object({}),
  initial: {},
  fields: {},
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'a mail arrives' },
  sentence: () => [{ phrase: 'node.mail.arrived.sentence' }],
  examples: [{ title: 'Any new mail', config: {}, message: { subject: 'Hello' }, expect: { port: 'next', sentence: 'a mail arrives' } }],
  subject: 'mail',
  occasion: () => ({ type: 'mail arrived' }),
  matches: (_, event) => (event.type === 'mail arrived' ? { matches: true } : { matches: false, reason: 'another event' }),
})
