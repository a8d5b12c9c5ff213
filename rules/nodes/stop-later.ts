import { z } from 'zod'
import { defineAction } from '../node-type'

/** Keeps the rules after this one from the mail (semantics 20). Decided at intake, before any of them begins. */
export const stopLater = defineAction({
  type: 'rules.stop',
  configVersion: 1,
  label: 'Stop later rules',
  summary: 'No rule after this one acts on the mail.',
  group: 'decide',
  icon: 'list-x',
  synonyms: ['last rule', 'final', 'halt processing', 'no further rules', 'exclusive'],
  config: z.object({}),
  initial: {},
  fields: {},
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'let no later rule act on the mail' },
  sentence: () => [{ phrase: 'node.rules.stop.sentence' }],
  examples: [{ title: 'The last rule for this mail', config: {}, message: {}, expect: { port: 'next', effects: [], sentence: 'let no later rule act on the mail' } }],
  effects: [],
  stopsLaterRules: true,
  plan: () => [],
  interpret: () => ({ state: 'done', port: 'next' }),
})
