import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'

/** Stars the mail or takes the star away: the flag `\Flagged` on the mail server. */
export const star = defineAction({
  type: 'message.star',
  configVersion: 1,
  label: 'Star',
  summary: 'Stars the mail, on the mail server too.',
  group: 'classify',
  icon: 'star',
  synonyms: ['flag', 'important', 'favourite', 'pin'],
  config: z.object({ starred: z.boolean() }),
  initial: { starred: true },
  fields: { starred: { label: 'Starred', help: 'Switched off, the star is taken away.', control: 'toggle' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'star it', remove: 'take its star away' },
  sentence: ({ starred }) => [{ phrase: starred ? 'node.message.star.sentence' : 'node.message.star.remove' }],
  examples: [
    { title: 'Star', config: { starred: true }, message: {}, expect: { effects: [{ kind: 'message.star', starred: true }], sentence: 'star it' } },
    { title: 'Take the star away', config: { starred: false }, message: {}, expect: { effects: [{ kind: 'message.star', starred: false }], sentence: 'take its star away' } },
  ],
  effects: ['message.star'],
  plan: ({ starred }) => [{ kind: 'message.star', starred }],
  interpret: outcomeOf,
})
