import { z } from 'zod'
import { cut } from '../cut'
import { defineWait } from '../node-type'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'
import { WaitSeconds } from '../wait-config'

/** Waits until another program posts to a hook: anything, or something that names what this run is about. */
export const waitHook = defineWait({
  type: 'wait.hook',
  configVersion: 1,
  label: 'Wait for a hook',
  summary: 'Waits until another program posts to a hook of yours.',
  group: 'wait',
  icon: 'webhook',
  synonyms: ['webhook', 'callback', 'api', 'integration', 'http'],
  config: z
    .object({
      hookRef: z.string().min(1, 'needsHook' satisfies ProblemCode).max(200),
      /** Name in the posted JSON, with dots for what lies deeper; empty: whatever is posted. */
      field: z.string().trim().max(120),
      value: z.union([z.literal(''), templateField(500)]),
      seconds: WaitSeconds,
    })
    .superRefine(({ field, value }, context) => {
      if (field !== '' && value === '') context.addIssue({ code: 'custom', path: ['value'], message: 'needsText' satisfies ProblemCode })
    }),
  initial: { hookRef: '', field: '', value: '', seconds: 24 * 60 * 60 },
  fields: {
    hookRef: { label: 'Hook', control: 'hook' },
    field: { label: 'Only if this field', help: 'A name in the JSON that is posted, such as order.id. Empty: whatever is posted.', control: 'text' },
    value: { label: 'Holds', control: 'template' },
    seconds: { label: 'At most', control: 'duration' },
  },
  ports: ['received', 'timed out'],
  portLabels: { received: 'It was called', 'timed out': 'Time is up' },
  phrases: { any: 'wait up to {duration} for a call of the hook {hook}', one: 'wait up to {duration} for a call of the hook {hook} whose “{field}” is “{value}”' },
  sentence: ({ hookRef, field, value, seconds }) => [
    { phrase: `node.wait.hook.${field === '' ? 'any' : 'one'}`, values: { duration: { durationSeconds: seconds }, hook: { ref: 'hook', id: hookRef }, field: { text: field }, value: { text: value } } },
  ],
  references: ({ hookRef }) => [{ kind: 'hook', id: hookRef, field: 'hookRef' }],
  examples: [
    { title: 'Whatever the shop reports', config: { hookRef: 'shop', field: '', value: '', seconds: 86_400 }, message: {}, expect: { sentence: 'wait up to 1 day for a call of the hook shop' } },
    {
      title: 'The answer about this mail',
      config: { hookRef: 'shop', field: 'order.customer', value: '{{ sender.address }}', seconds: 3_600 },
      message: {},
      expect: { sentence: 'wait up to 1 hour for a call of the hook shop whose “order.customer” is “{{ sender.address }}”' },
    },
  ],
  until: ({ hookRef, field, value, seconds }, { facts, companyName, values }) => ({
    due: { afterSeconds: seconds },
    listensTo: 'hook',
    hook: { hookRef, field, value: field === '' ? '' : cut(parseTemplate(value).toLine(templateVariables(facts, companyName, values)), 0, 500) },
    eventPort: 'received', elapsedPort: 'timed out',
  }),
})
