import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'

/** Puts a tag on the mail. A tag that nobody made yet is made. */
export const tag = defineAction({
  type: 'tag.add',
  configVersion: 1,
  label: 'Tag',
  summary: 'Puts a tag on the mail.',
  group: 'classify',
  icon: 'tag',
  synonyms: ['label', 'category', 'mark'],
  config: z.object({ tag: z.string().trim().min(1, 'needsTag' satisfies ProblemCode).max(64) }),
  initial: { tag: '' },
  fields: { tag: { label: 'Tag', control: 'tag', placeholder: 'Finance' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'tag it {tag}' },
  sentence: (config) => [{ phrase: 'node.tag.add.sentence', values: { tag: { ref: 'tag', id: config.tag } } }],
  examples: [{ title: 'Tag Finance', config: { tag: 'Finance' }, message: {}, expect: { effects: [{ kind: 'tag.add', tag: 'Finance' }], sentence: 'tag it Finance' } }],
  effects: ['tag.add'],
  plan: (config) => [{ kind: 'tag.add', tag: config.tag }],
  interpret: outcomeOf,
})
