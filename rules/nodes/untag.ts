import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'

/** Takes a tag off the mail, such as one that only said where the mail should go. The tag itself stays. */
export const untag = defineAction({
  type: 'tag.remove',
  configVersion: 1,
  label: 'Remove tag',
  summary: 'Takes a tag off the mail.',
  group: 'classify',
  icon: 'tags',
  synonyms: ['untag', 'label', 'category', 'clear'],
  config: z.object({ tag: z.string().trim().min(1, 'needsTag' satisfies ProblemCode).max(64) }),
  initial: { tag: '' },
  fields: { tag: { label: 'Tag', control: 'tag', placeholder: 'To sort' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'take the tag {tag} off' },
  sentence: ({ tag }) => [{ phrase: 'node.tag.remove.sentence', values: { tag: { ref: 'tag', id: tag } } }],
  examples: [{ title: 'It is sorted', config: { tag: 'To sort' }, message: { tags: ['To sort'] }, expect: { effects: [{ kind: 'tag.remove', tag: 'To sort' }], sentence: 'take the tag To sort off' } }],
  effects: ['tag.remove'],
  plan: ({ tag }) => [{ kind: 'tag.remove', tag }],
  interpret: outcomeOf,
})
