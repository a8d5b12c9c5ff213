import { drawing } from './starter'
import type { Starter } from './starter'

/** What marked a mail as open goes when one of us has answered it. */
export const cleanup: Starter = {
  id: 'cleanup',
  icon: 'brush-cleaning',
  phrases: { name: 'Clean-up after reply', description: 'When somebody answers a mail, takes its tag and its star away and archives it.' },
  open: [{ node: 'untag', field: 'tag', what: 'tag', sample: 'To answer' }],
  draw: () =>
    drawing(
      [
        ['start', 'mail.sent', { by: 'hand', actOn: 'answered' }],
        ['untag', 'tag.remove', { tag: '' }],
        ['unstar', 'message.star', { starred: false }],
        ['archive', 'message.archive', {}],
      ],
      ['start -> untag', 'untag -> unstar', 'unstar -> archive'],
    ),
  cases: [
    { title: 'an open mail is answered', message: { tags: ['To answer'], flags: ['\\Flagged'] }, world: { tags: ['To answer'], flags: ['\\Flagged'], roleMailboxes: { archive: 'archive' } }, effects: ['tag.remove', 'message.star', 'message.file'] },
    { title: 'a mail without marks is answered', message: {}, world: { roleMailboxes: { archive: 'archive' } }, effects: ['message.file'] },
  ],
}
