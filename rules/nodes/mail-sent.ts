import { z } from 'zod'
import { defineTrigger } from '../node-type'

/** A mail of ours was accepted by its server, or found in the mailbox of sent mail after another program sent it. */
export const mailSent = defineTrigger({
  type: 'mail.sent',
  configVersion: 1,
  label: 'Mail was sent',
  summary: 'Starts the rule after a mail of the account was sent, from here or from another mail program.',
  group: 'start',
  icon: 'send',
  synonyms: ['outgoing', 'after send', 'answered', 'reply sent'],
  config: z.object({
    by: z.enum(['anyone', 'hand', 'rule']),
    /** Which mail the steps act on. A mail that answers none sets off nothing where the answered one is wanted. */
    actOn: z.enum(['answered', 'sent']),
  }),
  initial: { by: 'hand', actOn: 'answered' },
  fields: {
    by: { label: 'Written', control: 'choice', choices: { anyone: 'By hand or by a rule', hand: 'By hand', rule: 'By a rule' } },
    actOn: { label: 'Act on', help: 'An answer can act on the mail it answers, such as moving it away.', control: 'choice', choices: { answered: 'The mail that was answered', sent: 'The sent mail' } },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: {
    answeredByAnyone: 'a mail was answered',
    answeredByHand: 'somebody answered a mail',
    answeredByRule: 'a rule answered a mail',
    sentByAnyone: 'a mail was sent',
    sentByHand: 'somebody sent a mail',
    sentByRule: 'a rule sent a mail',
  },
  sentence: ({ by, actOn }) => [{ phrase: `node.mail.sent.${actOn}By${by === 'anyone' ? 'Anyone' : by === 'hand' ? 'Hand' : 'Rule'}` }],
  examples: [
    { title: 'After somebody answered', config: { by: 'hand', actOn: 'answered' }, event: { type: 'mail sent', by: 'hand', subject: 'answered' }, message: { subject: 'Where is it?' }, expect: { port: 'next', sentence: 'somebody answered a mail' } },
    { title: 'After anything was sent', config: { by: 'anyone', actOn: 'sent' }, event: { type: 'mail sent', by: 'rule', subject: 'sent' }, message: { subject: 'Your order' }, expect: { port: 'next', sentence: 'a mail was sent' } },
  ],
  subject: 'mail',
  matches({ by, actOn }, event) {
    if (event.type !== 'mail sent' || event.subject !== actOn) return { matches: false, reason: 'another event' }
    return by === 'anyone' || by === event.by ? { matches: true } : { matches: false, reason: 'written otherwise' }
  },
  occasion: ({ by, actOn }) => ({ type: 'mail sent', by: by === 'rule' ? 'rule' : 'hand', subject: actOn }),
})
