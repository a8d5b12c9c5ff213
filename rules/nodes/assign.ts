import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'

/** Gives the mail to a member of the workspace, who takes care of it. */
export const assign = defineAction({
  type: 'message.assign',
  configVersion: 1,
  label: 'Assign',
  summary: 'Gives the mail to a colleague to take care of.',
  group: 'classify',
  icon: 'user-check',
  synonyms: ['owner', 'responsible', 'delegate', 'hand over'],
  config: z.object({ userRef: z.string().min(1, 'needsUser' satisfies ProblemCode).max(200) }),
  initial: { userRef: '' },
  fields: { userRef: { label: 'To', control: 'user' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'assign it to {user}' },
  sentence: ({ userRef }) => [{ phrase: 'node.message.assign.sentence', values: { user: { ref: 'user', id: userRef } } }],
  examples: [{ title: 'To Ada', config: { userRef: 'Ada' }, message: {}, expect: { effects: [{ kind: 'message.assign', userRef: 'Ada' }], sentence: 'assign it to Ada' } }],
  effects: ['message.assign'],
  plan: ({ userRef }) => [{ kind: 'message.assign', userRef }],
  interpret: outcomeOf,
  references: ({ userRef }) => [{ kind: 'user', id: userRef, field: 'userRef' }],
})
