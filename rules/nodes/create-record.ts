import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { STAGE_CHOICES } from '../record'
import { FieldMapping, filledFields } from '../record-values'
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
  config: z.object({
    recordType: z.enum(['ticket', 'lead']),
    title: templateField(500),
    reuseOfThread: z.boolean(),
    contact: z.enum(['sender', 'replyTo']).optional(),
    stage: z.enum(['new', 'open', 'waiting']).optional(),
    assigneeRef: z.string().max(200).optional(),
    fields: FieldMapping.optional(),
    updateReused: z.boolean().optional(),
  }),
  initial: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true, contact: 'sender', stage: 'new', assigneeRef: '', fields: [], updateReused: false },
  fields: {
    recordType: { label: 'Kind', control: 'choice', choices: { ticket: 'Ticket', lead: 'Lead' } },
    title: { label: 'Title', control: 'template' },
    contact: { label: 'Contact', control: 'choice', choices: { sender: 'The sender', replyTo: 'Whom answers go to' } },
    stage: { label: 'Stage', control: 'choice', choices: { new: STAGE_CHOICES.new, open: STAGE_CHOICES.open, waiting: STAGE_CHOICES.waiting } },
    assigneeRef: { label: 'Assigned to', control: 'user', optional: true },
    fields: { label: 'Fields', help: 'Filled from texts, such as Company from the sender’s name.', control: 'fields' },
    reuseOfThread: { label: 'Reuse the open one of the same thread', help: 'A reply then lands on the record it belongs to.', control: 'toggle' },
    updateReused: { label: 'Also change the one that is reused', help: 'Stage, assignee and fields are then set on it too; its title and contact stay.', control: 'toggle' },
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
      title: 'An enquiry with all its particulars',
      config: {
        recordType: 'lead', title: 'Enquiry: {{ subject }}', reuseOfThread: true, contact: 'replyTo', stage: 'open', assigneeRef: 'Ada', updateReused: true,
        fields: [{ name: 'Company', text: '{{ sender.name }}' }, { name: 'Source', text: 'Web form' }],
      },
      message: { subject: 'Shelves', from: { name: 'Web form', address: 'form@northwind.example' }, replyTo: [{ name: 'Grace', address: 'grace@example.com' }] },
      expect: {
        effects: [
          {
            kind: 'record.create', recordType: 'lead', title: 'Enquiry: Shelves', contact: { name: 'Grace', address: 'grace@example.com' }, reuseOfThread: true,
            stage: 'open', assigneeRef: 'Ada', fields: { Company: 'Web form', Source: 'Web form' }, updateReused: true,
          },
        ],
        sentence: 'create a lead',
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
  plan: ({ recordType, title, reuseOfThread, contact, stage, assigneeRef, fields, updateReused }, { facts, companyName, values }) => {
    const variables = templateVariables(facts, companyName, values)
    const line = parseTemplate(title).toLine(variables)
    const who = contact === 'replyTo' ? (facts.replyTo[0] ?? facts.from) : facts.from
    return [
      {
        kind: 'record.create',
        recordType,
        title: cut(line === '' ? (who?.address ?? '—') : line, 0, MAX_TITLE),
        contact: who,
        reuseOfThread,
        ...(stage === undefined || stage === 'new' ? {} : { stage }),
        ...(assigneeRef === undefined || assigneeRef === '' ? {} : { assigneeRef }),
        ...(fields === undefined || fields.length === 0 ? {} : { fields: filledFields(fields, variables) }),
        ...(updateReused === true ? { updateReused } : {}),
      },
    ]
  },
  interpret: outcomeOf,
  references: ({ assigneeRef = '' }) => (assigneeRef === '' ? [] : [{ kind: 'user', id: assigneeRef, field: 'assigneeRef' }]),
})
