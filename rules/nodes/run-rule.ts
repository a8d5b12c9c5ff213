import { z } from 'zod'
import { defineAction } from '../node-type'
import { outcomeOf } from '../outcome'
import type { ProblemCode } from '../problem'

/** Runs another rule of the account on the mail, whatever sets that off otherwise; its conditions decide as ever. Done when that has begun. */
export const runRule = defineAction({
  type: 'rule.run',
  configVersion: 1,
  label: 'Run another rule',
  summary: 'Runs another rule of this account on the mail.',
  group: 'create',
  icon: 'workflow',
  synonyms: ['call', 'subroutine', 'chain', 'rule', 'start', 'trigger'],
  config: z.object({ ruleRef: z.string().min(1, 'needsRule' satisfies ProblemCode).max(200) }),
  initial: { ruleRef: '' },
  fields: { ruleRef: { label: 'Rule', help: 'It runs on its own: this rule does not wait for it.', control: 'rule' } },
  ports: ['next'],
  portLabels: { next: 'Then' },
  phrases: { sentence: 'run the rule {rule}' },
  sentence: ({ ruleRef }) => [{ phrase: 'node.rule.run.sentence', values: { rule: { ref: 'rule', id: ruleRef } } }],
  examples: [{ title: 'File invoices as ever', config: { ruleRef: 'File invoices' }, message: {}, expect: { effects: [{ kind: 'rule.run', ruleRef: 'File invoices' }], sentence: 'run the rule File invoices' } }],
  effects: ['rule.run'],
  plan: ({ ruleRef }) => [{ kind: 'rule.run', ruleRef }],
  interpret: outcomeOf,
  references: ({ ruleRef }) => [{ kind: 'rule', id: ruleRef, field: 'ruleRef' }],
})
