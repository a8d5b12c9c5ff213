import { z } from 'zod'
import { defineTrigger } from '../node-type'
import type { ProblemCode } from '../problem'
import { isValueName, MAX_VALUE, MAX_VALUES } from '../value-name'
import { valueNameOf } from '../values'

/** Another program posted to a hook, signed. It is about no mail; the fields of what was posted that the rule names are there as values. */
export const hookReceived = defineTrigger({
  type: 'hook.received',
  configVersion: 1,
  label: 'Hook is called',
  summary: 'Starts the rule when another program posts to a hook of yours.',
  group: 'start',
  icon: 'webhook',
  synonyms: ['webhook', 'api', 'integration', 'incoming', 'http'],
  config: z.object({
    hookRef: z.string().min(1, 'needsHook' satisfies ProblemCode).max(200),
    /** Fields of the payload by path, such as `order.id`, with commas between them. */
    fields: z
      .string()
      .max(1_000)
      .refine((text) => pathsIn(text).length <= MAX_VALUES && pathsIn(text).every((path) => isValueName(nameOf(path))), 'hookFieldsBroken' satisfies ProblemCode),
  }),
  initial: { hookRef: '', fields: '' },
  fields: {
    hookRef: { label: 'Hook', control: 'hook' },
    fields: { label: 'Fields to use', help: 'Of what is posted, with commas between them. Texts know order.id as values.orderId.', control: 'text', placeholder: 'order.id, customer.name' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'another program calls the hook {hook}' },
  sentence: ({ hookRef }) => [{ phrase: 'node.hook.received.sentence', values: { hook: { ref: 'hook', id: hookRef } } }],
  examples: [
    {
      title: 'The shop reports an order',
      config: { hookRef: 'shop', fields: 'order.id, customer.name' },
      event: { type: 'hook', hookRef: 'shop', payload: { order: { id: 7 }, customer: { name: 'Ada' } } },
      message: {},
      expect: { port: 'next', sentence: 'another program calls the hook shop' },
    },
  ],
  subject: 'none',
  matches({ hookRef }, event) {
    if (event.type !== 'hook') return { matches: false, reason: 'another event' }
    return event.hookRef === hookRef ? { matches: true } : { matches: false, reason: 'another hook' }
  },
  occasion: ({ hookRef }) => ({ type: 'hook', hookRef }),
  references: ({ hookRef }) => [{ kind: 'hook', id: hookRef, field: 'hookRef' }],
  leaves: ({ fields }) => pathsIn(fields).map((path) => ({ name: nameOf(path), certainOn: [] })),
  outputs({ fields }, event) {
    const payload = event.type === 'hook' ? (event.payload ?? {}) : {}
    return Object.fromEntries(
      pathsIn(fields).flatMap((path) => {
        const text = textAt(payload, path.split('.'))
        return text === null ? [] : [[nameOf(path), text.slice(0, MAX_VALUE)] as const]
      }),
    )
  },
})

function pathsIn(fields: string): readonly string[] {
  return [...new Set(fields.split(/[\s,]+/).filter((path) => path !== ''))]
}

/** `order.id` is known as `orderId`. */
function nameOf(path: string): string {
  return valueNameOf(path)
}

/** Null where there is nothing; lists and objects as JSON. */
function textAt(value: unknown, [name, ...rest]: readonly string[]): string | null {
  if (name !== undefined) return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? textAt(Object.entries(value).find(([key]) => key === name)?.[1], rest) : null
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
