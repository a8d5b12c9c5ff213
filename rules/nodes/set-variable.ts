import { z } from 'zod'
import { cut } from '../cut'
import { defineAction } from '../node-type'
import { parseTemplate, templateField, templateVariables } from '../template'
import type { ProblemCode } from '../problem'
import { isValueName, MAX_VALUE } from '../value-name'

/** Remembers a text under a name, for the texts and conditions of the steps after it. */
export const setVariable = defineAction({
  type: 'variable.set',
  configVersion: 1,
  label: 'Set a value',
  summary: 'Remembers a text under a name, for later steps.',
  group: 'decide',
  icon: 'variable',
  synonyms: ['variable', 'remember', 'assign', 'store', 'let'],
  config: z.object({ name: z.string().trim().refine(isValueName, 'valueNameBroken' satisfies ProblemCode), text: templateField(2_000) }),
  initial: { name: 'value', text: '' },
  fields: {
    name: { label: 'Name', control: 'text', help: 'Letters, digits and underscores. Later steps write it as values.name in curly brackets.' },
    text: { label: 'Text', control: 'template' },
  },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'remember “{text}” as {name}' },
  sentence: ({ name, text }) => [{ phrase: 'node.variable.set.sentence', values: { name: { text: name }, text: { text } } }],
  examples: [
    {
      title: 'How to address the sender',
      config: { name: 'greeting', text: 'Dear {{ sender.firstName | default: "customer" }}' },
      message: { from: { name: 'Ada Lovelace', address: 'ada@example.com' } },
      expect: { effects: [], outputs: { greeting: 'Dear Ada' }, sentence: 'remember “Dear {{ sender.firstName | default: "customer" }}” as greeting' },
    },
  ],
  effects: [],
  leaves: ({ name }) => [{ name, certainOn: ['next'] }],
  plan: () => [],
  interpret: () => ({ state: 'done', port: 'next' }),
  outputs: ({ name, text }, { facts, companyName, values }) => ({ [name]: cut(parseTemplate(text).toText(templateVariables(facts, companyName, values)), 0, MAX_VALUE) }),
})
