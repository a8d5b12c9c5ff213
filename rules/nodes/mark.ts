import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'

/** Marks the mail read or unread: the flag `\Seen` on the mail server (RFC 9051 2.3.2). */
export const mark = defineAction({
  type: 'message.mark',
  configVersion: 1,
  label: 'Mark read or unread',
  summary: 'Marks the mail read or unread, on the mail server too.',
  group: 'classify',
  icon: 'mail-open',
  synonyms: ['seen', 'unseen', 'new', 'read', 'unread'],
  config: z.object({ read: z.boolean() }),
  initial: { read: true },
  fields: { read: { label: 'Read', help: 'Switched off, the mail is marked unread.', control: 'toggle' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'mark it read', unread: 'mark it unread' },
  sentence: ({ read }) => [{ phrase: read ? 'node.message.mark.sentence' : 'node.message.mark.unread' }],
  examples: [
    { title: 'Read', config: { read: true }, message: {}, expect: { effects: [{ kind: 'message.mark', read: true }], sentence: 'mark it read' } },
    { title: 'Unread', config: { read: false }, message: { flags: ['\\Seen'] }, expect: { effects: [{ kind: 'message.mark', read: false }], sentence: 'mark it unread' } },
  ],
  effects: ['message.mark'],
  plan: ({ read }) => [{ kind: 'message.mark', read }],
  interpret: outcomeOf,
})
