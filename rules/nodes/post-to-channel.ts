import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TEXT = 2_000

/** Posts a line to a channel that everybody in the workspace can read. A channel that is missing is made where that is wanted. */
export const postToChannel = defineAction({
  type: 'channel.post',
  configVersion: 1,
  label: 'Post to a channel',
  summary: 'Tells everybody who reads a channel in Postroom.',
  group: 'notify',
  icon: 'hash',
  synonyms: ['channel', 'team', 'room', 'announce', 'feed'],
  config: z.object({ channel: z.string().trim().min(1, 'needsChannel' satisfies ProblemCode).max(64), text: templateField(4_000), createMissing: z.boolean() }),
  initial: { channel: '', text: '{{ sender.name | default: sender.address }}: {{ subject }}', createMissing: true },
  fields: {
    channel: { label: 'Channel', control: 'channel', placeholder: 'Orders' },
    text: { label: 'Text', control: 'template' },
    createMissing: { label: 'Make the channel if it is missing', help: 'Switched off, the step is skipped while there is no such channel.', control: 'toggle' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'post it to {channel}' },
  sentence: ({ channel }) => [{ phrase: 'node.channel.post.sentence', values: { channel: { ref: 'channel', id: channel } } }],
  examples: [
    {
      title: 'To Orders',
      config: { channel: 'Orders', text: 'From {{ sender.name }}: {{ subject }}', createMissing: true },
      message: { subject: 'Order 7', from: { name: 'Ada Lovelace', address: 'ada@example.com' } },
      expect: { effects: [{ kind: 'channel.post', channel: 'Orders', text: 'From Ada Lovelace: Order 7', createMissing: true }], sentence: 'post it to Orders' },
    },
  ],
  effects: ['channel.post'],
  plan: ({ channel, text, createMissing }, { facts, companyName, values }) => [
    { kind: 'channel.post', channel, text: cut(parseTemplate(text).toText(templateVariables(facts, companyName, values)).trim(), 0, MAX_TEXT), createMissing },
  ],
  interpret: outcomeOf,
})
