import { z } from 'zod'
import { defineTrigger } from '../node-type'
import type { ProblemCode } from '../problem'

/** Another program posted to a hook, signed. It is about no mail; what was posted is there as values. */
export const hookReceived = defineTrigger({
  type: 'hook.received',
  configVersion: 1,
  label: 'Hook is called',
  summary: 'Starts the rule when another program posts to a hook of yours.',
  group: 'start',
  icon: 'webhook',
  synonyms: ['webhook', 'api', 'integration', 'incoming', 'http'],
  config: z.object({ hookRef: z.string().min(1, 'needsHook' satisfies ProblemCode).max(200) }),
  initial: { hookRef: '' },
  fields: { hookRef: { label: 'Hook', help: 'Fields of what is posted can be used in texts as hook.field.', control: 'hook' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'another program calls the hook {hook}' },
  sentence: ({ hookRef }) => [{ phrase: 'node.hook.received.sentence', values: { hook: { ref: 'hook', id: hookRef } } }],
  examples: [{ title: 'The shop reports an order', config: { hookRef: 'shop' }, event: { type: 'hook', hookRef: 'shop' }, message: {}, expect: { port: 'next', sentence: 'another program calls the hook shop' } }],
  subject: 'none',
  matches({ hookRef }, event) {
    if (event.type !== 'hook') return { matches: false, reason: 'another event' }
    return event.hookRef === hookRef ? { matches: true } : { matches: false, reason: 'another hook' }
  },
  occasion: ({ hookRef }) => ({ type: 'hook', hookRef }),
  references: ({ hookRef }) => [{ kind: 'hook', id: hookRef, field: 'hookRef' }],
})
