import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TEXT = 3_000

/** Posts a text to a chat outside (Slack, Teams, Discord, Matrix). What a mail says can neither mention anybody there nor bring markup along. */
export const webPost = defineAction({
  type: 'web.post',
  configVersion: 1,
  label: 'Post to a chat',
  summary: 'Posts a text to Slack, Teams, Discord or Matrix.',
  group: 'notify',
  icon: 'message-square-share',
  synonyms: ['slack', 'teams', 'discord', 'matrix', 'webhook', 'chat'],
  config: z.object({ endpointRef: z.string().min(1, 'needsEndpoint' satisfies ProblemCode).max(200), text: templateField(4_000), repeatable: z.boolean() }),
  initial: { endpointRef: '', text: '{{ sender.name | default: sender.address }}: {{ subject }}', repeatable: false },
  fields: {
    endpointRef: { label: 'Where', control: 'endpoint' },
    text: { label: 'Text', control: 'template' },
    repeatable: { label: 'Safe to repeat', help: 'When an answer is lost the text is posted again, and may then be there twice. Switched off, you are told instead.', control: 'toggle' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'post it to {endpoint}' },
  sentence: ({ endpointRef }) => [{ phrase: 'node.web.post.sentence', values: { endpoint: { ref: 'endpoint', id: endpointRef } } }],
  examples: [
    {
      title: 'To the sales chat',
      config: { endpointRef: 'Sales chat', text: 'New lead: {{ subject }}', repeatable: false },
      message: { subject: 'We need forty chairs' },
      expect: { effects: [{ kind: 'web.post', endpointRef: 'Sales chat', text: 'New lead: We need forty chairs', repeatable: false }], sentence: 'post it to Sales chat' },
    },
  ],
  effects: ['web.post'],
  plan: ({ endpointRef, text, repeatable }, { facts, companyName, values }) => [
    { kind: 'web.post', endpointRef, text: cut(parseTemplate(text).toText(templateVariables(facts, companyName, values)).trim(), 0, MAX_TEXT), repeatable },
  ],
  interpret: outcomeOf,
  references: ({ endpointRef }) => [{ kind: 'endpoint', id: endpointRef, field: 'endpointRef' }],
})
