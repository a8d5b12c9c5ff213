import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { recordNamesIn } from '../record-name'

/** Puts the mail's thread to a record that is there already: the one its subject names, or the newest open one of whoever wrote. */
export const linkRecord = defineAction({
  type: 'record.link',
  configVersion: 1,
  label: 'Put to a record',
  summary: 'Adds the conversation to a ticket or lead that is there already.',
  group: 'create',
  icon: 'link-2',
  synonyms: ['link', 'ticket', 'lead', 'attach', 'number', 'existing', 'merge'],
  config: z.object({ by: z.enum(['number', 'contact']), recordType: z.enum(['ticket', 'lead', 'any']), ofContactOnly: z.boolean() }),
  initial: { by: 'number', recordType: 'any', ofContactOnly: true },
  fields: {
    by: { label: 'Which', help: 'Numbers are found as [#12], ticket 12 or lead #12.', control: 'choice', choices: { number: 'The one whose number the subject names', contact: 'The newest open one of the sender' } },
    recordType: { label: 'Kind', control: 'choice', choices: { any: 'Tickets and leads', ticket: 'Tickets', lead: 'Leads' } },
    ofContactOnly: { label: 'Only a record of the sender', help: 'Switched off, anybody who writes a number gets to that record.', control: 'toggle', shownWhen: { by: ['number'] } },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: {
    numberAny: 'put it to the record its subject names',
    numberTicket: 'put it to the ticket its subject names',
    numberLead: 'put it to the lead its subject names',
    contactAny: 'put it to the newest open record of the sender',
    contactTicket: 'put it to the newest open ticket of the sender',
    contactLead: 'put it to the newest open lead of the sender',
  },
  sentence: ({ by, recordType }) => [{ phrase: `node.record.link.${by}${({ any: 'Any', ticket: 'Ticket', lead: 'Lead' } as const)[recordType]}` }],
  examples: [
    {
      title: 'A new mail about an old ticket',
      config: { by: 'number', recordType: 'ticket', ofContactOnly: true },
      message: { subject: 'Still no news on [#12], see also Ticket 7', from: { name: 'Ada', address: 'Ada@example.com' } },
      expect: {
        effects: [{ kind: 'record.link', by: 'number', recordType: 'ticket', named: [{ type: null, number: 12 }, { type: 'ticket', number: 7 }], contact: 'ada@example.com', ofContactOnly: true }],
        sentence: 'put it to the ticket its subject names',
      },
    },
    {
      title: 'Whatever a customer has open',
      config: { by: 'contact', recordType: 'any', ofContactOnly: true },
      message: { subject: 'Ticket 7', from: { name: '', address: 'ada@example.com' } },
      expect: { effects: [{ kind: 'record.link', by: 'contact', recordType: null, named: [], contact: 'ada@example.com', ofContactOnly: true }], sentence: 'put it to the newest open record of the sender' },
    },
  ],
  effects: ['record.link'],
  plan: ({ by, recordType, ofContactOnly }, { facts }) => [
    {
      kind: 'record.link',
      by,
      recordType: recordType === 'any' ? null : recordType,
      named: by === 'number' ? recordNamesIn(facts.subject) : [],
      contact: facts.from?.address.toLowerCase() ?? null,
      ofContactOnly,
    },
  ],
  interpret: outcomeOf,
})
