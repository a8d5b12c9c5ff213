import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'

/** Moves the mail to the account's mailbox for archived mail (RFC 6154 `\Archive`). An account without one skips the step. */
export const archive = defineAction({
  type: 'message.archive',
  configVersion: 1,
  label: 'Archive',
  summary: 'Moves the mail to the account’s archive.',
  group: 'classify',
  icon: 'archive',
  synonyms: ['done', 'put away', 'file', 'store'],
  config: z.object({}),
  initial: {},
  fields: {},
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'archive it' },
  sentence: () => [{ phrase: 'node.message.archive.sentence' }],
  examples: [{ title: 'Archive', config: {}, message: {}, expect: { effects: [{ kind: 'message.file', role: 'archive' }], sentence: 'archive it' } }],
  effects: ['message.file'],
  plan: () => [{ kind: 'message.file', role: 'archive' }],
  interpret: outcomeOf,
})
