import { all, drawing, test } from './starter'
import type { Starter } from './starter'

/** Bills with their papers go where bills are kept. */
export const invoices: Starter = {
  id: 'invoices',
  icon: 'receipt',
  phrases: { name: 'Invoice filing', description: 'Tags mail that brings an invoice as an attachment, and moves it to the folder you choose.', first: 'invoice', second: 'bill', third: 'receipt', tag: 'Finance' },
  open: [{ node: 'file', field: 'mailboxRef', what: 'folder', sample: 'invoices' }],
  draw: (word) =>
    drawing(
      [
        ['start', 'mail.arrived', {}],
        ['invoice', 'condition', { conditions: all(test('subject', 'contains', word('first'), word('second'), word('third')), test('hasAttachment', 'isTrue')) }],
        ['tag', 'tag.add', { tag: word('tag') }],
        ['file', 'mailbox.move', { mailboxRef: '' }],
      ],
      ['start -> invoice', 'invoice.yes -> tag', 'tag -> file'],
    ),
  cases: [
    {
      title: 'a bill with its paper comes',
      message: { subject: 'Your INVOICE of May', attachments: [{ name: 'may.pdf', type: 'application/pdf', size: 9_000 }] },
      effects: ['tag.add', 'message.move'],
      exactly: [{ kind: 'tag.add', tag: 'Finance' }, { kind: 'message.move', mailboxRef: 'invoices' }],
    },
    { title: 'somebody asks about a bill', message: { subject: 'Your invoice of May' }, effects: [] },
    { title: 'a picture comes', message: { subject: 'Our cat', attachments: [{ name: 'cat.jpg', type: 'image/jpeg', size: 9_000 }] }, effects: [] },
  ],
}
