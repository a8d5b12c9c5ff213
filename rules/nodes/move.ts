import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'

/** Moves the mail to another mailbox of its account, on the mail server too. */
export const move = defineAction({
  type: 'mailbox.move',
  configVersion: 1,
  label: 'Move to folder',
  summary: 'Moves the mail to a folder, on the mail server too.',
  group: 'classify',
  icon: 'folder-input',
  synonyms: ['mailbox', 'file', 'archive', 'sort'],
  config: z.object({ mailboxRef: z.string().min(1, 'needsMailbox' satisfies ProblemCode).max(200) }),
  initial: { mailboxRef: '' },
  fields: { mailboxRef: { label: 'Folder', control: 'mailbox' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'move it to {mailbox}' },
  sentence: (config) => [{ phrase: 'node.mailbox.move.sentence', values: { mailbox: { ref: 'mailbox', id: config.mailboxRef } } }],
  examples: [
    {
      title: 'Move to Invoices',
      config: { mailboxRef: 'Invoices' },
      message: {},
      expect: { effects: [{ kind: 'message.move', mailboxRef: 'Invoices' }], sentence: 'move it to Invoices' },
    },
  ],
  effects: ['message.move'],
  plan: (config) => [{ kind: 'message.move', mailboxRef: config.mailboxRef }],
  interpret: outcomeOf,
  references: (config) => [{ kind: 'mailbox', id: config.mailboxRef, field: 'mailboxRef' }],
})
