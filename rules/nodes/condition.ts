import { z } from 'zod'
import { capturesOf, ConditionTree, prepareConditions, referencesOf } from '../condition-tree'
import { sentenceOfConditions } from '../condition-sentence'
import { defineCondition } from '../node-type'

/** Takes “Yes” or “No”, by a tree of ALL / ANY / NONE groups over the mail. */
export const condition = defineCondition({
  type: 'condition',
  configVersion: 1,
  label: 'Condition',
  summary: 'Takes one way or the other, by what the mail is like.',
  group: 'decide',
  icon: 'split',
  synonyms: ['if', 'filter', 'check', 'branch', 'only when'],
  config: z.object({ conditions: ConditionTree }),
  initial: { conditions: { kind: 'group', mode: 'all', items: [] } },
  fields: { conditions: { label: 'Take “Yes” when', control: 'conditions' } },
  ports: ['yes', 'no'],
  portLabels: { yes: 'Yes', no: 'No' },
  phrases: {},
  sentence: ({ conditions }) => sentenceOfConditions(conditions),
  examples: [
    {
      title: 'An invoice of one supplier',
      config: {
        conditions: {
          kind: 'group',
          mode: 'all',
          items: [
            { kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['invoice'] },
            { kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: ['example.com'] },
          ],
        },
      },
      message: { subject: 'Your INVOICE of May', from: { name: 'Ada', address: 'ada@example.com' } },
      expect: { port: 'yes', sentence: 'the subject contains “invoice” and the sender’s domain is “example.com”' },
    },
    {
      title: 'Neither a program nor a mailing list',
      config: {
        conditions: {
          kind: 'group',
          mode: 'none',
          items: [
            { kind: 'test', field: 'isAutomatic', header: '', operator: 'isTrue', values: [] },
            { kind: 'test', field: 'header', header: 'List-Id', operator: 'exists', values: [] },
          ],
        },
      },
      message: { mailClass: 'list', headers: { 'list-id': ['<news.example.com>'] } },
      expect: { port: 'no', sentence: 'none of these is so: it was sent by a program or the header “List-Id” is there' },
    },
    {
      title: 'An order number to use later',
      config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'subject', header: '', operator: 'matches', values: ['NWF-(?P<order>\\d+)'] }] } },
      message: { subject: 'Where is nwf-20418?' },
      expect: { port: 'yes', sentence: 'the subject matches the pattern “NWF-(?P<order>\\d+)”' },
    },
  ],
  prepare: ({ conditions }) => {
    const evaluate = prepareConditions(conditions)
    return (facts, moment) => {
      const { verdict, because, captures } = evaluate(facts, moment)
      const port = verdict ? 'yes' : 'no'
      return captures === undefined ? { port, because } : { port, because, outputs: captures }
    }
  },
  references: ({ conditions }) => referencesOf(conditions, 'conditions'),
  leaves: ({ conditions }) => capturesOf(conditions).map(({ name, isCertain }) => ({ name, certainOn: isCertain ? ['yes'] : [] })),
})
