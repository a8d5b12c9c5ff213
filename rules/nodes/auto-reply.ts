import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { parseTemplate, templateField, templateVariables } from '../template'

// RFC 5322 2.1.1: a line of a header has at most 998 characters.
const MAX_SUBJECT = 250

/** Answers the mail automatically. What must not be answered (lists, bounces, programs, ourselves) is withheld with its reason (RFC 3834). */
export const autoReply = defineAction({
  type: 'mail.autoReply',
  configVersion: 1,
  label: 'Automatic reply',
  summary: 'Answers the sender with a text of yours.',
  group: 'respond',
  icon: 'reply',
  synonyms: ['answer', 'acknowledge', 'auto-responder', 'vacation', 'out of office'],
  config: z.object({ subject: templateField(500), text: templateField(20_000), evenUnaddressed: z.boolean().optional() }),
  initial: { subject: 'Re: {{ subject }}', text: '' },
  fields: {
    subject: { label: 'Subject', control: 'template' },
    text: { label: 'Text', control: 'multiline', help: 'Plain text. Programs, lists and bounces are never answered.' },
    evenUnaddressed: { label: 'Also what is not addressed to us', control: 'toggle', help: 'Mail that reached the account by a blind copy, a list or a forwarding names none of its addresses in To or Cc.' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'send an automatic reply' },
  sentence: () => [{ phrase: 'node.mail.autoReply.sentence' }],
  examples: [
    {
      title: 'We got it',
      config: { subject: 'Re: {{ subject }}', text: 'Hello {{ sender.firstName | default: "there" }},\nwe got your mail.' },
      message: { subject: 'Re: Order 7', from: { name: 'Ada Lovelace', address: 'ada@example.com' } },
      expect: {
        effects: [{ kind: 'mail.reply', to: { name: 'Ada Lovelace', address: 'ada@example.com' }, subject: 'Re: Order 7', text: 'Hello Ada,\nwe got your mail.' }],
        sentence: 'send an automatic reply',
      },
    },
    {
      title: 'A redirected address too',
      config: { subject: 'Re: {{ subject }}', text: 'Thank you.', evenUnaddressed: true },
      message: { subject: 'Order 8', from: { name: '', address: 'ada@example.com' }, to: [{ name: '', address: 'info@elsewhere.example' }] },
      expect: { effects: [{ kind: 'mail.reply', to: { name: '', address: 'ada@example.com' }, subject: 'Re: Order 8', text: 'Thank you.', evenUnaddressed: true }], sentence: 'send an automatic reply' },
    },
    {
      title: 'Nobody to answer',
      config: { subject: 'Re: {{ subject }}', text: 'Thank you.' },
      message: { from: null, replyTo: [] },
      expect: { effects: [], sentence: 'send an automatic reply' },
    },
  ],
  effects: ['mail.reply'],
  plan: ({ subject, text, evenUnaddressed }, { facts, companyName, values }) => {
    const to = facts.replyTo[0] ?? facts.from
    if (to === null) return []
    const variables = templateVariables(facts, companyName, values)
    return [
      { kind: 'mail.reply', to, subject: cut(oneRe(parseTemplate(subject).toLine(variables)), 0, MAX_SUBJECT), text: parseTemplate(text).toText(variables), ...(evenUnaddressed === true ? { evenUnaddressed } : {}) },
    ]
  },
  interpret: (receipts) => (receipts.length === 0 ? { state: 'skipped', reason: 'suppressed', detail: 'no sender' } : outcomeOf(receipts)),
})

/** An answer to an answer keeps one "Re:" (RFC 5322 3.6.5). */
function oneRe(subject: string): string {
  return subject.replace(/^(?:re:\s*){2,}/i, 'Re: ')
}
