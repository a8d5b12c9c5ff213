import { z } from 'zod'
import { defineAction } from '../node-type'

/** Ends its own execution: what has not started is skipped, what runs finishes, waits are cancelled (semantics 20). */
export const stop = defineAction({
  type: 'flow.stop',
  configVersion: 1,
  label: 'Stop',
  summary: 'Ends this rule for this mail.',
  group: 'decide',
  icon: 'octagon-x',
  synonyms: ['end', 'finish', 'halt', 'exit'],
  config: z.object({}),
  initial: {},
  fields: {},
  ports: [],
  portLabels: {},
  phrases: { sentence: 'stop here' },
  sentence: () => [{ phrase: 'node.flow.stop.sentence' }],
  examples: [{ title: 'Stop', config: {}, message: {}, expect: { port: '', effects: [], sentence: 'stop here' } }],
  effects: [],
  plan: () => [],
  interpret: () => ({ state: 'done', port: '', stops: 'execution' }),
})
