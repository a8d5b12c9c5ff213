import { z } from 'zod'
import { cut } from '../cut'
import type { Recipient } from '../effects'
import { defineAction, type StepInput } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'
import { addressOf, WrittenAddress } from '../recipients'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_SUBJECT = 250

const Config = z
  .object({
    to: z.enum(['sender', 'contact', 'user', 'address']),
    userRef: z.string().max(200),
    address: z.string().max(254),
    thread: z.enum(['same', 'new']),
    subject: templateField(500),
    text: templateField(20_000),
  })
  .superRefine(({ to, userRef, address }, context) => {
    const report = (path: string, message: ProblemCode) => context.addIssue({ code: 'custom', path: [path], message })
    if (to === 'user' && userRef === '') report('userRef', 'needsUser')
    if (to === 'address' && !WrittenAddress.safeParse(address).success) report('address', 'needsAddress')
  })

/** Sends a text of the rule, as an automatic mail (RFC 3834): to whoever wrote, to the record's contact, to a colleague or to an address. */
export const sendMail = defineAction({
  type: 'mail.send',
  configVersion: 1,
  label: 'Send a mail',
  summary: 'Sends a text of yours to the sender, a contact, a colleague or an address.',
  group: 'respond',
  icon: 'send',
  synonyms: ['template', 'mail', 'write', 'inform', 'confirmation', 'notify', 'email'],
  config: Config,
  initial: { to: 'contact', userRef: '', address: '', thread: 'new', subject: '', text: '' },
  fields: {
    to: { label: 'To', control: 'choice', choices: { sender: 'The sender', contact: 'The contact of its record', user: 'A colleague', address: 'An address' } },
    userRef: { label: 'Who', control: 'user', shownWhen: { to: ['user'] } },
    address: { label: 'Address', control: 'text', placeholder: 'orders@example.com', shownWhen: { to: ['address'] } },
    thread: { label: 'Conversation', control: 'choice', choices: { same: 'In this one', new: 'A new one' } },
    subject: { label: 'Subject', control: 'template' },
    text: { label: 'Text', help: 'Plain text. Programs, lists and bounces are never answered.', control: 'multiline' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sender: 'send the sender a mail', contact: 'send the contact of its record a mail', user: 'send {user} a mail', address: 'send a mail to {address}' },
  sentence: ({ to, userRef, address }) => [{ phrase: `node.mail.send.${to}`, values: { user: { ref: 'user', id: userRef }, address: { text: address } } }],
  examples: [
    {
      title: 'Orders go to the warehouse',
      config: { to: 'address', userRef: '', address: 'Pick.Up@Warehouse.example', thread: 'new', subject: 'Order of {{ sender.name }}', text: 'Please pick: {{ subject }}' },
      message: { subject: 'Order 7', from: { name: 'Ada Lovelace', address: 'ada@example.com' } },
      expect: {
        effects: [{ kind: 'mail.send', to: { who: 'address', address: { name: '', address: 'Pick.Up@warehouse.example' } }, subject: 'Order of Ada Lovelace', text: 'Please pick: Order 7', inThread: false }],
        sentence: 'send a mail to Pick.Up@Warehouse.example',
      },
    },
    {
      title: 'A word to the contact, in the conversation',
      config: { to: 'contact', userRef: '', address: '', thread: 'same', subject: 'Re: {{ subject }}', text: 'We are on it.' },
      message: { subject: 'Order 7' },
      expect: { effects: [{ kind: 'mail.send', to: { who: 'contact' }, subject: 'Re: Order 7', text: 'We are on it.', inThread: true }], sentence: 'send the contact of its record a mail' },
    },
    {
      title: 'To a colleague',
      config: { to: 'user', userRef: 'Ada', address: '', thread: 'new', subject: 'Look at {{ subject }}', text: 'Please.' },
      message: { subject: 'Order 7' },
      expect: { effects: [{ kind: 'mail.send', to: { who: 'user', userRef: 'Ada' }, subject: 'Look at Order 7', text: 'Please.', inThread: false }], sentence: 'send Ada a mail' },
    },
    {
      title: 'Where answers are wanted',
      config: { to: 'sender', userRef: '', address: '', thread: 'same', subject: 'Re: {{ subject }}', text: 'Thank you.' },
      message: { subject: 'Order 7', replyTo: [{ name: '', address: 'team@example.com' }] },
      expect: { effects: [{ kind: 'mail.send', to: { who: 'sender', address: { name: '', address: 'team@example.com' } }, subject: 'Re: Order 7', text: 'Thank you.', inThread: true }], sentence: 'send the sender a mail' },
    },
  ],
  effects: ['mail.send'],
  plan: (config, input) => {
    const to = recipientOf(config, input)
    if (to === null) return []
    const variables = templateVariables(input.facts, input.companyName, input.values)
    return [
      {
        kind: 'mail.send',
        to,
        subject: cut(parseTemplate(config.subject).toLine(variables).replace(/^(?:re:\s*){2,}/i, 'Re: '), 0, MAX_SUBJECT),
        text: parseTemplate(config.text).toText(variables),
        inThread: config.thread === 'same',
      },
    ]
  },
  interpret: (receipts) => (receipts.length === 0 ? { state: 'skipped', reason: 'suppressed', detail: 'no sender' } : outcomeOf(receipts)),
  references: ({ to, userRef }) => (to === 'user' ? [{ kind: 'user', id: userRef, field: 'userRef' }] : []),
})

function recipientOf({ to, userRef, address }: z.infer<typeof Config>, { facts }: StepInput): Recipient | null {
  switch (to) {
    case 'sender': {
      const sender = facts.replyTo[0] ?? facts.from
      return sender === null ? null : { who: 'sender', address: sender }
    }
    case 'contact':
      return { who: 'contact' }
    case 'user':
      return { who: 'user', userRef }
    case 'address':
      return { who: 'address', address: addressOf(address.trim()) }
  }
}
