import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TEXT = 500

/** Tells one member of the workspace, inside Postroom. */
export const notifyUser = defineAction({
  type: 'user.notify',
  configVersion: 1,
  label: 'Notify a person',
  summary: 'Tells a colleague about the mail.',
  group: 'notify',
  icon: 'bell',
  synonyms: ['alert', 'tell', 'inform', 'colleague', 'user'],
  config: z.object({ userRef: z.string().min(1, 'needsUser' satisfies ProblemCode).max(200), text: templateField(1_000) }),
  initial: { userRef: '', text: '{{ sender.name | default: sender.address }}: {{ subject }}' },
  fields: { userRef: { label: 'Who', control: 'user' }, text: { label: 'Text', control: 'template' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'notify {user}' },
  sentence: ({ userRef }) => [{ phrase: 'node.user.notify.sentence', values: { user: { ref: 'user', id: userRef } } }],
  examples: [
    {
      title: 'Tell Ada',
      config: { userRef: 'Ada', text: 'New: {{ subject }}' },
      message: { subject: 'Order 7' },
      expect: { effects: [{ kind: 'user.notify', userRef: 'Ada', text: 'New: Order 7' }], sentence: 'notify Ada' },
    },
  ],
  effects: ['user.notify'],
  plan: ({ userRef, text }, { facts, companyName }) => [
    { kind: 'user.notify', userRef, text: cut(parseTemplate(text).toText(templateVariables(facts, companyName)).trim(), 0, MAX_TEXT) },
  ],
  interpret: outcomeOf,
  references: ({ userRef }) => [{ kind: 'user', id: userRef, field: 'userRef' }],
})
