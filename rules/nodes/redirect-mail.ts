import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { addressOf, WrittenAddresses } from '../recipients'

/** Sends the mail itself on, unchanged but for the fields that say so (RFC 5322 3.6.6): whoever gets it sees and answers its author. */
export const redirectMail = defineAction({
  type: 'mail.redirect',
  configVersion: 1,
  label: 'Redirect',
  summary: 'Sends the mail on as it is; answers go to its author.',
  group: 'respond',
  icon: 'corner-up-right',
  synonyms: ['bounce to', 'resend', 'pass on', 'send on', 'deliver elsewhere'],
  config: z.object({ to: WrittenAddresses }),
  initial: { to: [] },
  fields: { to: { label: 'To', help: 'At most ten addresses. The mail stays here too.', control: 'addresses', placeholder: 'team@example.com' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'redirect it to {addresses}' },
  sentence: ({ to }) => [{ phrase: 'node.mail.redirect.sentence', values: { addresses: { texts: to, join: 'and' } } }],
  examples: [
    {
      title: 'Applications to the personnel office',
      config: { to: ['jobs@Example.com'] },
      message: { subject: 'Application' },
      expect: { effects: [{ kind: 'mail.redirect', to: [{ name: '', address: 'jobs@example.com' }] }], sentence: 'redirect it to “jobs@Example.com”' },
    },
  ],
  effects: ['mail.redirect'],
  plan: ({ to }) => [{ kind: 'mail.redirect', to: to.map(addressOf) }],
  interpret: outcomeOf,
})
