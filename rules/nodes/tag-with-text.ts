import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import { parseTemplate, templateField, templateVariables } from '../template'

const MAX_TAG = 64

/** Puts a tag on the mail that is named after it: its sender, a value that was found in it. A text that comes to nothing puts none. */
export const tagWithText = defineAction({
  type: 'tag.addText',
  configVersion: 1,
  label: 'Tag by a text',
  summary: 'Puts a tag on the mail that is named after what the mail says.',
  group: 'classify',
  icon: 'tag',
  synonyms: ['label', 'category', 'dynamic', 'placeholder', 'customer', 'order number'],
  config: z.object({ text: templateField(200) }),
  initial: { text: '{{ sender.name | default: sender.address }}' },
  fields: { text: { label: 'Name of the tag', help: 'At most 64 characters are kept. A tag that nobody made yet is made.', control: 'template' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'tag it “{text}”' },
  sentence: ({ text }) => [{ phrase: 'node.tag.addText.sentence', values: { text: { text } } }],
  examples: [
    { title: 'Who wrote', config: { text: 'From {{ sender.name }}' }, message: { from: { name: 'Ada Lovelace', address: 'ada@example.com' } }, expect: { effects: [{ kind: 'tag.add', tag: 'From Ada Lovelace' }], sentence: 'tag it “From {{ sender.name }}”' } },
    { title: 'Nothing to name it after', config: { text: '{{ subject }}' }, message: { subject: ' ' }, expect: { effects: [], sentence: 'tag it “{{ subject }}”' } },
  ],
  effects: ['tag.add'],
  plan: ({ text }, { facts, companyName, values }) => {
    const tag = cut(parseTemplate(text).toLine(templateVariables(facts, companyName, values)).trim(), 0, MAX_TAG).trim()
    return tag === '' ? [] : [{ kind: 'tag.add', tag }]
  },
  interpret: outcomeOf,
})
