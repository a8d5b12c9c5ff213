import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TITLE = 200

/** Opens a ticket or a lead for the mail, or adds the mail to the one its thread already has open. */
export const createRecord = defineAction({
  type: 'record.create',
  configVersion: 1,
  label: 'Create record',
  summary: 'Opens a ticket or a lead, or reuses the open one of the thread.',
  group: 'create',
  icon: 'file-plus-2',
  synonyms: ['ticket', 'lead', 'case', 'issue', 'crm', 'enquiry'],
  config: z.object({ recordType: z.enum(['ticket', 'lead']), title: templateField(500), reuseOfThread: z.boolean() }),
  initial: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true },
  fields: {
    recordType: { label: 'Kind', control: 'choice', choices: { ticket: 'Ticket', lead: 'Lead' } },
    title: { label: 'Title', control: 'template' },
    reuseOfThread: { label: 'Reuse the open one of the same thread', help: 'A reply then lands on the record it belongs to.', control: 'toggle' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { ticket: 'create a ticket', lead: 'create a lead' },
  sentence: ({ recordType }) => [{ phrase: `node.record.create.${recordType}` }],
  examples: [
    {
      title: 'A ticket named after the subject',
      config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true },
      message: { subject: 'Printer on fire', from: { name: 'Ada', address: 'ada@example.com' } },
      expect: {
        effects: [{ kind: 'record.create', recordType: 'ticket', title: 'Printer on fire', contact: { name: 'Ada', address: 'ada@example.com' }, reuseOfThread: true }],
        sentence: 'create a ticket',
      },
    },
    {
      title: 'A lead for every mail',
      config: { recordType: 'lead', title: '{{ sender.name | default: sender.address }}', reuseOfThread: false },
      message: { from: { name: '', address: 'ada@example.com' } },
      expect: {
        effects: [{ kind: 'record.create', recordType: 'lead', title: 'ada@example.com', contact: { name: '', address: 'ada@example.com' }, reuseOfThread: false }],
        sentence: 'create a lead',
      },
    },
  ],
  effects: ['record.create'],
  plan: ({ recordType, title, reuseOfThread }, { facts, companyName, values }) => {
    const line = parseTemplate(title).toLine(templateVariables(facts, companyName, values))
    const fallback = facts.from?.address ?? '—'
    return [{ kind: 'record.create', recordType, title: cut(line === '' ? fallback : line, 0, MAX_TITLE), contact: facts.from, reuseOfThread }]
  },
  interpret: outcomeOf,
})
