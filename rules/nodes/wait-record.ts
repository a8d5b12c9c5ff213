import { z } from 'zod'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { RECORD_STAGES, STAGE_CHOICES } from '../record'
import { stageWord } from '../record-sentence'
import { WaitSeconds } from '../wait-config'

/**
 * Waits until somebody changes the record: the one the rule is about, else any of the mail's thread. What the rule itself changes does not count. A change
 * after the mail came counts also when it was made before the wait began (semantics 16).
 */
export const waitRecord = defineWait({
  type: 'wait.record',
  configVersion: 1,
  label: 'Wait for the record',
  summary: 'Waits until somebody changes the ticket or lead of the mail.',
  group: 'wait',
  icon: 'file-clock',
  synonyms: ['stage', 'status', 'field', 'ticket', 'lead', 'changed', 'assigned'],
  config: z
    .object({
      watch: z.enum(['stage', 'assignee', 'field']),
      stage: z.enum(['any', ...RECORD_STAGES]),
      field: z.string().trim().max(60),
      seconds: WaitSeconds,
    })
    .superRefine(({ watch, field }, context) => {
      if (watch === 'field' && field === '') context.addIssue({ code: 'custom', path: ['field'], message: 'needsField' satisfies ProblemCode })
    }),
  initial: { watch: 'stage', stage: 'done', field: '', seconds: 3 * 24 * 60 * 60 },
  fields: {
    watch: { label: 'Until this changes', control: 'choice', choices: { stage: 'The stage', assignee: 'Who it is assigned to', field: 'A field' } },
    stage: { label: 'To', control: 'choice', choices: { any: 'Any other stage', ...STAGE_CHOICES }, shownWhen: { watch: ['stage'] } },
    field: { label: 'Field', help: 'Its name, or “title”.', control: 'text', shownWhen: { watch: ['field'] } },
    seconds: { label: 'At most', control: 'duration' },
  },
  ports: ['changed', 'timed out'],
  portLabels: { changed: 'It changed', 'timed out': 'Time is up' },
  phrases: {
    any: 'wait up to {duration} for the record to change its stage',
    stage: 'wait up to {duration} for the record to come to the stage {stage}',
    assignee: 'wait up to {duration} for the record to be assigned anew',
    oneField: 'wait up to {duration} for “{field}” of the record to change',
  },
  sentence: ({ watch, stage, field, seconds }) => {
    const duration = { durationSeconds: seconds }
    if (watch === 'field') return [{ phrase: 'node.wait.record.oneField', values: { duration, field: { text: field } } }]
    if (watch === 'assignee') return [{ phrase: 'node.wait.record.assignee', values: { duration } }]
    return stage === 'any' ? [{ phrase: 'node.wait.record.any', values: { duration } }] : [{ phrase: 'node.wait.record.stage', values: { duration, stage: { sentence: stageWord(stage) } } }]
  },
  examples: [
    { title: 'Until the ticket is done', config: { watch: 'stage', stage: 'done', field: '', seconds: 259_200 }, message: {}, expect: { sentence: 'wait up to 3 days for the record to come to the stage done' } },
    { title: 'Until a field is filled in', config: { watch: 'field', stage: 'any', field: 'orderNumber', seconds: 3_600 }, message: {}, expect: { sentence: 'wait up to 1 hour for “orderNumber” of the record to change' } },
  ],
  until: ({ watch, stage, field, seconds }) => ({
    due: { afterSeconds: seconds },
    listensTo: 'record changed',
    record: { field: watch === 'field' ? field : watch, to: watch === 'stage' && stage !== 'any' ? stage : '' },
    eventPort: 'changed', elapsedPort: 'timed out',
  }),
})
