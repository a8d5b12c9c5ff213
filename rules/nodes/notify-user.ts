import { z } from 'zod'
import { cut } from '../cut'
import type { EffectKind } from '../effects'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TEXT = 500
const MAX_SUBJECT = 120

const Config = z.object({ userRef: z.string().min(1, 'needsUser' satisfies ProblemCode).max(200), by: z.enum(['app', 'mail', 'both']), text: templateField(1_000) })

/** Which effects each way of telling needs: a mail is settled when a server has taken it, a notice at once. */
const WAYS = { app: ['user.notify'], mail: ['user.mail'], both: ['user.mail', 'user.notify'] } as const satisfies Record<string, readonly EffectKind[]>

/** Tells one member of the workspace, inside Postroom, by mail, or both. */
export const notifyUser = defineAction({
  type: 'user.notify',
  configVersion: 2,
  label: 'Notify a person',
  summary: 'Tells a colleague about the mail.',
  group: 'notify',
  icon: 'bell',
  synonyms: ['alert', 'tell', 'inform', 'colleague', 'user'],
  config: Config,
  initial: { userRef: '', by: 'app', text: '{{ sender.name | default: sender.address }}: {{ subject }}' },
  fields: {
    userRef: { label: 'Who', control: 'user' },
    by: { label: 'How', control: 'choice', choices: { app: 'In Postroom', mail: 'By mail', both: 'In Postroom and by mail' } },
    text: { label: 'Text', control: 'template' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { app: 'notify {user}', mail: 'notify {user} by mail', both: 'notify {user} here and by mail' },
  sentence: ({ userRef, by }) => [{ phrase: `node.user.notify.${by}`, values: { user: { ref: 'user', id: userRef } } }],
  upgrades: [{ from: 1, name: 'by', apply: (old) => (typeof old === 'object' && old !== null ? { by: 'app', ...old } : old) }],
  examples: [
    {
      title: 'Tell Ada',
      config: { userRef: 'Ada', by: 'app', text: 'New: {{ subject }}' },
      message: { subject: 'Order 7' },
      expect: { effects: [{ kind: 'user.notify', userRef: 'Ada', text: 'New: Order 7' }], sentence: 'notify Ada' },
    },
    {
      title: 'Tell Ada wherever she is',
      config: { userRef: 'Ada', by: 'both', text: 'New: {{ subject }}' },
      message: { subject: 'Order 7' },
      expect: {
        effects: [{ kind: 'user.mail', userRef: 'Ada', subject: 'New: Order 7', text: 'New: Order 7' }, { kind: 'user.notify', userRef: 'Ada', text: 'New: Order 7' }],
        sentence: 'notify Ada here and by mail',
      },
    },
  ],
  effects: ['user.mail', 'user.notify'],
  effectsOf: ({ by }) => WAYS[by],
  plan: ({ userRef, by, text }, { facts, companyName, values }) => {
    const variables = templateVariables(facts, companyName, values)
    const said = cut(parseTemplate(text).toText(variables).trim(), 0, MAX_TEXT)
    const subject = cut(parseTemplate(text).toLine(variables), 0, MAX_SUBJECT)
    return WAYS[by].map((kind) => (kind === 'user.mail' ? { kind, userRef, subject, text: said } : { kind, userRef, text: said }))
  },
  interpret: outcomeOf,
  references: ({ userRef }) => [{ kind: 'user', id: userRef, field: 'userRef' }],
})
