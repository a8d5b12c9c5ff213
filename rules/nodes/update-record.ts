import { z } from 'zod'
import { cut } from '../cut'
import { defineAction, type Sentence } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { RECORD_STAGES, STAGE_CHOICES } from '../record'
import { stageWord } from '../record-sentence'
import { FieldMapping, filledFields } from '../record-values'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TITLE = 200

const Config = z
  .object({
    recordType: z.enum(['ticket', 'lead']),
    stage: z.enum(['keep', ...RECORD_STAGES]),
    assignment: z.enum(['keep', 'user', 'nobody']),
    assigneeRef: z.string().max(200),
    title: z.union([z.literal(''), templateField(500)]),
    fields: FieldMapping,
  })
  .superRefine(({ stage, assignment, assigneeRef, title, fields }, context) => {
    const report = (path: string, message: ProblemCode) => context.addIssue({ code: 'custom', path: [path], message })
    if (assignment === 'user' && assigneeRef === '') report('assigneeRef', 'needsUser')
    if (stage === 'keep' && assignment === 'keep' && title === '' && fields.length === 0) report('stage', 'needsChange')
  })

/** Changes the open record that the mail belongs to, or the record that set the rule off. Without one it is skipped. */
export const updateRecord = defineAction({
  type: 'record.update',
  configVersion: 1,
  label: 'Update record',
  summary: 'Changes stage, assignee, title or fields of the open record the mail belongs to.',
  group: 'create',
  icon: 'file-pen',
  synonyms: ['ticket', 'lead', 'close', 'stage', 'assign', 'change', 'crm', 'field'],
  config: Config,
  initial: { recordType: 'ticket', stage: 'open', assignment: 'keep', assigneeRef: '', title: '', fields: [] },
  fields: {
    recordType: { label: 'Kind', control: 'choice', choices: { ticket: 'Ticket', lead: 'Lead' } },
    stage: { label: 'Stage', control: 'choice', choices: { keep: 'As it is', ...STAGE_CHOICES } },
    assignment: { label: 'Assigned to', control: 'choice', choices: { keep: 'As it is', user: 'A person', nobody: 'Nobody' } },
    assigneeRef: { label: 'Who', control: 'user', shownWhen: { assignment: ['user'] } },
    title: { label: 'Title', help: 'Empty: as it is.', control: 'template' },
    fields: { label: 'Fields', help: 'An empty text clears the field.', control: 'fields' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: {
    sentence: 'change its {record}: {changes}',
    ticket: 'ticket',
    lead: 'lead',
    stage: 'stage {stage}',
    user: 'assigned to {user}',
    nobody: 'assigned to nobody',
    title: 'a new title',
    fields: 'the fields {names}',
  },
  sentence: ({ recordType, stage, assignment, assigneeRef, title, fields }) => {
    const changes: Sentence[] = [
      ...(stage === 'keep' ? [] : [[{ phrase: 'node.record.update.stage', values: { stage: { sentence: stageWord(stage) } } }]]),
      ...(assignment === 'user' ? [[{ phrase: 'node.record.update.user', values: { user: { ref: 'user', id: assigneeRef } as const } }]] : []),
      ...(assignment === 'nobody' ? [[{ phrase: 'node.record.update.nobody' }]] : []),
      ...(title === '' ? [] : [[{ phrase: 'node.record.update.title' }]]),
      ...(fields.length === 0 ? [] : [[{ phrase: 'node.record.update.fields', values: { names: { texts: fields.map(({ name }) => name), join: 'and' } as const } }]]),
    ]
    return [{ phrase: 'node.record.update.sentence', values: { record: { sentence: [{ phrase: `node.record.update.${recordType}` }] }, changes: { sentence: [{ list: changes, join: 'and' }] } } }]
  },
  examples: [
    {
      title: 'A ticket is somebody’s',
      config: { recordType: 'ticket', stage: 'open', assignment: 'user', assigneeRef: 'Ada', title: '', fields: [] },
      message: {},
      expect: { effects: [{ kind: 'record.update', recordType: 'ticket', stage: 'open', assigneeRef: 'Ada' }], sentence: 'change its ticket: stage in progress and assigned to Ada' },
    },
    {
      title: 'What a lead is about',
      config: { recordType: 'lead', stage: 'keep', assignment: 'nobody', assigneeRef: '', title: 'Lead: {{ subject }}', fields: [{ name: 'Source', text: 'Mail of {{ sender.address }}' }, { name: 'Note', text: '' }] },
      message: { subject: 'A new shop', from: { name: '', address: 'ada@example.com' } },
      expect: {
        effects: [{ kind: 'record.update', recordType: 'lead', assigneeRef: '', title: 'Lead: A new shop', fields: { Source: 'Mail of ada@example.com', Note: '' } }],
        sentence: 'change its lead: assigned to nobody, a new title, and the fields “Source” and “Note”',
      },
    },
  ],
  effects: ['record.update'],
  plan: ({ recordType, stage, assignment, assigneeRef, title, fields }, { facts, companyName, values }) => {
    const variables = templateVariables(facts, companyName, values)
    const line = title === '' ? '' : cut(parseTemplate(title).toLine(variables), 0, MAX_TITLE)
    return [
      {
        kind: 'record.update',
        recordType,
        ...(stage === 'keep' ? {} : { stage }),
        ...(assignment === 'keep' ? {} : { assigneeRef: assignment === 'user' ? assigneeRef : '' }),
        ...(line === '' ? {} : { title: line }),
        ...(fields.length === 0 ? {} : { fields: filledFields(fields, variables) }),
      },
    ]
  },
  interpret: outcomeOf,
  references: ({ assignment, assigneeRef }) => (assignment === 'user' ? [{ kind: 'user', id: assigneeRef, field: 'assigneeRef' }] : []),
})
