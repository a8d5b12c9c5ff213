import { z } from 'zod'
import { defineTrigger } from '../node-type'

/** Nothing but a person sets it off, on the mail they choose. */
export const manual = defineTrigger({
  type: 'manual',
  configVersion: 1,
  label: 'Run by hand',
  summary: 'Starts the rule only when somebody runs it on mail they chose.',
  group: 'start',
  icon: 'hand',
  synonyms: ['button', 'macro', 'on demand', 'manually'],
  config: z.object({}),
  initial: {},
  fields: {},
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'somebody runs it by hand' },
  sentence: () => [{ phrase: 'node.manual.sentence' }],
  examples: [{ title: 'A macro', config: {}, event: { type: 'by hand' }, message: { subject: 'Hello' }, expect: { port: 'next', sentence: 'somebody runs it by hand' } }],
  subject: 'mail',
  matches: (_, event) => (event.type === 'by hand' ? { matches: true } : { matches: false, reason: 'another event' }),
  occasion: () => ({ type: 'by hand' }),
})
