import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { addressOf, WrittenAddresses } from '../recipients'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_SUBJECT = 250

/** Sends a mail of ours with the whole mail in it: attached as it is, or its text quoted and its attachments attached. */
export const forwardMail = defineAction({
  type: 'mail.forward',
  configVersion: 1,
  label: 'Forward',
  summary: 'Sends the mail on in a mail of yours, with its attachments.',
  group: 'respond',
  icon: 'forward',
  synonyms: ['send on', 'pass on', 'copy', 'attachment', 'invoice', 'accounting'],
  config: z.object({ to: WrittenAddresses, style: z.enum(['attached', 'quoted']), subject: templateField(500), note: z.union([z.literal(''), templateField(20_000)]) }),
  initial: { to: [], style: 'quoted', subject: 'Fwd: {{ subject }}', note: '' },
  fields: {
    to: { label: 'To', help: 'At most ten addresses.', control: 'addresses', placeholder: 'accounting@example.com' },
    style: { label: 'The mail', control: 'choice', choices: { quoted: 'Quoted, with its attachments', attached: 'Attached as it is' } },
    subject: { label: 'Subject', control: 'template' },
    note: { label: 'Note', help: 'Stands before the mail.', control: 'multiline' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'forward it to {addresses}' },
  sentence: ({ to }) => [{ phrase: 'node.mail.forward.sentence', values: { addresses: { texts: to, join: 'and' } } }],
  examples: [
    {
      title: 'Invoices to accounting',
      config: { to: ['accounting@Example.com'], style: 'attached', subject: 'Fwd: {{ subject }}', note: 'From {{ sender.name }}' },
      message: { subject: 'Invoice 7', from: { name: 'Ada Lovelace', address: 'ada@example.com' } },
      expect: {
        effects: [{ kind: 'mail.forward', to: [{ name: '', address: 'accounting@example.com' }], carries: 'message', subject: 'Fwd: Invoice 7', text: 'From Ada Lovelace' }],
        sentence: 'forward it to “accounting@Example.com”',
      },
    },
    {
      title: 'To two people, to read at once',
      config: { to: ['ada@example.com', 'grace@example.com'], style: 'quoted', subject: 'Fwd: {{ subject }}', note: '' },
      message: { subject: 'Order 7' },
      expect: {
        effects: [{ kind: 'mail.forward', to: [{ name: '', address: 'ada@example.com' }, { name: '', address: 'grace@example.com' }], carries: 'attachments', subject: 'Fwd: Order 7', text: '' }],
        sentence: 'forward it to “ada@example.com” and “grace@example.com”',
      },
    },
  ],
  effects: ['mail.forward'],
  plan: ({ to, style, subject, note }, { facts, companyName, values }) => {
    const variables = templateVariables(facts, companyName, values)
    return [
      {
        kind: 'mail.forward',
        to: to.map(addressOf),
        carries: style === 'attached' ? 'message' : 'attachments',
        subject: cut(parseTemplate(subject).toLine(variables), 0, MAX_SUBJECT),
        text: note === '' ? '' : parseTemplate(note).toText(variables).trim(),
      },
    ]
  },
  interpret: outcomeOf,
})
