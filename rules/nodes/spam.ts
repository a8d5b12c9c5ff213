import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'

/**
 * Moves the mail to the account's mailbox for junk (RFC 6154 `\Junk`) and says so with the keyword `$Junk` (RFC 9051 2.3.2), so that the server's filter can learn.
 * An account without such a mailbox skips the step.
 */
export const spam = defineAction({
  type: 'message.spam',
  configVersion: 1,
  label: 'Spam',
  summary: 'Moves the mail to the account’s junk folder and marks it as junk.',
  group: 'classify',
  icon: 'shield-alert',
  synonyms: ['junk', 'unwanted', 'phishing', 'block'],
  config: z.object({}),
  initial: {},
  fields: {},
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'treat it as spam' },
  sentence: () => [{ phrase: 'node.message.spam.sentence' }],
  examples: [{ title: 'Spam', config: {}, message: {}, expect: { effects: [{ kind: 'message.file', role: 'junk' }], sentence: 'treat it as spam' } }],
  effects: ['message.file'],
  plan: () => [{ kind: 'message.file', role: 'junk' }],
  interpret: outcomeOf,
})
