import { z } from 'zod'
import { defineTrigger } from '../node-type'
import type { Sentence } from '../node-type'
import { RECORD_STAGES, STAGE_CHOICES } from '../record'
import { stageWord } from '../record-sentence'

const KINDS = { any: 'record', ticket: 'ticket', lead: 'lead' } as const

/** A record was made or changed, by whomever. The steps act on the mail the record began with, where there is one. */
export const recordEvent = defineTrigger({
  type: 'record.event',
  configVersion: 1,
  label: 'Record changes',
  summary: 'Starts the rule when a ticket or a lead is made, changes its stage or one of its fields.',
  group: 'start',
  icon: 'id-card',
  synonyms: ['ticket', 'lead', 'stage', 'created', 'status', 'crm'],
  config: z.object({
    recordType: z.enum(['any', 'ticket', 'lead']),
    what: z.enum(['created', 'stage', 'field']),
    /** The stage it must come to; `any`: whichever. Looked at for a change of stage only. */
    stage: z.enum(['any', ...RECORD_STAGES]),
    /** Name of the field; empty: whichever. Looked at for a change of a field only. */
    field: z.string().trim().max(100),
  }),
  initial: { recordType: 'any', what: 'created', stage: 'any', field: '' },
  fields: {
    recordType: { label: 'Kind', control: 'choice', choices: { any: 'Ticket or lead', ticket: 'Ticket', lead: 'Lead' } },
    what: { label: 'What happens', control: 'choice', choices: { created: 'It is made', stage: 'Its stage changes', field: 'A field changes' } },
    stage: { label: 'To the stage', help: 'Only for a change of stage.', control: 'choice', choices: { any: 'Any', ...STAGE_CHOICES } },
    field: { label: 'Name of the field', help: 'Only for a change of a field; title, assignee and contact are fields too. Empty: any.', control: 'text' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: {
    recordCreated: 'a ticket or lead is made', ticketCreated: 'a ticket is made', leadCreated: 'a lead is made',
    recordStage: 'a ticket or lead changes its stage', ticketStage: 'a ticket changes its stage', leadStage: 'a lead changes its stage',
    recordStageTo: 'a ticket or lead comes to the stage {stage}', ticketStageTo: 'a ticket comes to the stage {stage}', leadStageTo: 'a lead comes to the stage {stage}',
    recordField: 'a field of a ticket or lead changes', ticketField: 'a field of a ticket changes', leadField: 'a field of a lead changes',
    recordFieldNamed: '“{field}” of a ticket or lead changes', ticketFieldNamed: '“{field}” of a ticket changes', leadFieldNamed: '“{field}” of a lead changes',
  },
  sentence({ recordType, what, stage, field }): Sentence {
    const kind = KINDS[recordType]
    if (what === 'created') return [{ phrase: `node.record.event.${kind}Created` }]
    if (what === 'stage') {
      return stage === 'any' ? [{ phrase: `node.record.event.${kind}Stage` }] : [{ phrase: `node.record.event.${kind}StageTo`, values: { stage: { sentence: stageWord(stage) } } }]
    }
    return field === '' ? [{ phrase: `node.record.event.${kind}Field` }] : [{ phrase: `node.record.event.${kind}FieldNamed`, values: { field: { text: field } } }]
  },
  examples: [
    { title: 'A new ticket', config: { recordType: 'ticket', what: 'created', stage: 'any', field: '' }, event: { type: 'record', recordType: 'ticket', change: 'created', stage: 'new', from: null, fields: [] }, message: {}, expect: { port: 'next', sentence: 'a ticket is made' } },
    { title: 'A ticket is done', config: { recordType: 'ticket', what: 'stage', stage: 'done', field: '' }, event: { type: 'record', recordType: 'ticket', change: 'changed', stage: 'done', from: 'open', fields: [] }, message: {}, expect: { port: 'next', sentence: 'a ticket comes to the stage done' } },
    { title: 'A lead gets another value', config: { recordType: 'lead', what: 'field', stage: 'any', field: 'value' }, event: { type: 'record', recordType: 'lead', change: 'changed', stage: 'open', from: 'open', fields: ['value'] }, message: {}, expect: { port: 'next', sentence: '“value” of a lead changes' } },
  ],
  subject: 'record',
  matches({ recordType, what, stage, field }, event) {
    if (event.type !== 'record') return { matches: false, reason: 'another event' }
    if (recordType !== 'any' && recordType !== event.recordType) return { matches: false, reason: 'another kind' }
    const isSo =
      what === 'created' ? event.change === 'created'
      : what === 'stage' ? event.change === 'changed' && event.from !== event.stage && (stage === 'any' || stage === event.stage)
      : event.change === 'changed' && (field === '' ? event.fields.length > 0 : event.fields.includes(field))
    return isSo ? { matches: true } : { matches: false, reason: 'another change' }
  },
  occasion: ({ recordType, what, stage, field }) => ({
    type: 'record', recordType: recordType === 'any' ? 'ticket' : recordType, change: what === 'created' ? 'created' : 'changed', stage: stage === 'any' ? 'open' : stage,
    from: what === 'stage' ? (stage === 'new' ? 'open' : 'new') : null, fields: what === 'field' ? [field === '' ? 'title' : field] : [],
  }),
})
