import { z } from 'zod'
import { sentenceOfConditions } from '../condition-sentence'
import { capturesOf, ConditionTree, prepareTree, referencesOf } from '../condition-tree'
import type { ConditionGroup } from '../condition-tree'
import { operandsOf } from '../fields'
import { defineCondition } from '../node-type'
import type { Compared } from '../node-type'
import type { ProblemCode } from '../problem'

const OTHERWISE = 'otherwise'

/** Also the name of its way out, so that renaming a way moves no connection. Never a comma: several ports are stored as one text. */
const BranchId = z.string().regex(/^[a-z][a-z0-9]{0,15}$/).refine((id) => ![OTHERWISE, 'error', 'next'].includes(id))

const Branch = z.object({
  id: BranchId,
  name: z.string().trim().min(1, 'needsBranchName' satisfies ProblemCode).max(60),
  conditions: ConditionTree,
})

const Config = z.object({
  /** The first way that fits, or every way that fits (semantics 9). */
  mode: z.enum(['first', 'all']),
  branches: z
    .array(Branch)
    .min(1, 'needsBranch' satisfies ProblemCode)
    .max(20)
    .refine((branches) => new Set(branches.map(({ id }) => id)).size === branches.length, 'branchTwice' satisfies ProblemCode),
})

/** Sends a mail on by the first of several named ways that fits it, or by each that does, and by “Otherwise” when none fits. */
export const router = defineCondition({
  type: 'router',
  configVersion: 1,
  label: 'Router',
  summary: 'Chooses among several ways, by what the mail is like.',
  group: 'decide',
  icon: 'route',
  synonyms: ['switch', 'branches', 'several ways', 'case', 'sort', 'distribute'],
  config: Config,
  initial: { mode: 'first', branches: [{ id: 'a', name: 'A', conditions: { kind: 'group', mode: 'all', items: [] } }] },
  fields: {
    mode: { label: 'Take', control: 'choice', choices: { first: 'The first way that fits', all: 'Every way that fits' } },
    branches: { label: 'Ways', control: 'branches' },
  },
  ports: [OTHERWISE],
  portLabels: { otherwise: 'Otherwise' },
  phrases: { first: 'go the first way that fits: {ways}', all: 'go every way that fits: {ways}', way: '“{name}” when {condition}' },
  ownPorts: (stored) => ownBranches(stored),
  portSentence: ({ branches }, port) => {
    const branch = branches.find(({ id }) => id === port)
    return branch === undefined ? [] : sentenceOfConditions(branch.conditions)
  },
  sentence: ({ mode, branches }) => [
    {
      phrase: `node.router.${mode}`,
      values: {
        ways: {
          sentence: [
            { list: branches.map(({ name, conditions }) => [{ phrase: 'node.router.way', values: { name: { text: name }, condition: { sentence: sentenceOfConditions(conditions) } } }]), join: 'or' },
          ],
        },
      },
    },
  ],
  examples: [
    {
      title: 'By who writes',
      config: {
        mode: 'first',
        branches: [
          { id: 'vip', name: 'Important people', conditions: all({ kind: 'test', field: 'fromDomain', header: '', operator: 'is', values: ['example.com'] }) },
          { id: 'bills', name: 'Bills', conditions: all({ kind: 'test', field: 'subject', header: '', operator: 'containsWord', values: ['invoice'] }) },
        ],
      },
      message: { subject: 'An invoice', from: { name: 'Ada', address: 'ada@example.com' } },
      expect: { port: 'vip', sentence: 'go the first way that fits: “Important people” when the sender’s domain is “example.com” or “Bills” when the subject contains the word “invoice”' },
    },
    {
      title: 'Everything that is so',
      config: {
        mode: 'all',
        branches: [
          { id: 'large', name: 'Large', conditions: all({ kind: 'test', field: 'size', header: '', operator: 'greaterThan', values: ['5000000'] }) },
          { id: 'bills', name: 'Bills', conditions: all({ kind: 'test', field: 'subject', header: '', operator: 'contains', values: ['invoice'] }) },
        ],
      },
      message: { subject: 'Lunch', size: 900 },
      expect: { port: OTHERWISE, sentence: 'go every way that fits: “Large” when the size is greater than 5 MB or “Bills” when the subject contains “invoice”' },
    },
  ],
  references: ({ branches }) => branches.flatMap(({ conditions }, index) => referencesOf(conditions, `branches.${index}.conditions`)),
  leaves: ({ mode, branches }) => {
    const names = new Set(branches.flatMap(({ conditions }) => capturesOf(conditions).map(({ name }) => name)))
    return [...names].map((name) => ({
      name,
      certainOn: branches.flatMap(({ id, conditions }) => (capturesOf(conditions).some((left) => left.name === name && left.isCertain) && mode === 'first' ? [id] : [])),
    }))
  },
  prepare: ({ mode, branches }) => {
    const blank: Compared[] = []
    const ways = branches.map(({ id, name, conditions }, index) => {
      const tree = prepareTree(conditions, [index], blank.length)
      const at = blank.length
      blank.push(...tree.blank.map((compared, place) => (place === 0 ? { ...compared, name } : compared)))
      return { id, name, at, ask: tree.ask }
    })
    return (facts, moment) => {
      const asked = { operands: operandsOf(facts), moment, because: blank.slice(), captures: null }
      const taken: string[] = []
      for (const { id, name, at, ask } of ways) {
        if (ask(asked)) taken.push(id)
        asked.because[at] = { path: [], kind: 'group', actual: null, verdict: null, ...asked.because[at], name }
        if (mode === 'first' && taken.length > 0) break
      }
      const [port = OTHERWISE] = taken
      const { because, captures } = asked
      return { port, because, ...(taken.length > 1 ? { ports: taken } : {}), ...(captures === null ? {} : { outputs: captures }) }
    }
  },
})

function all(...items: ConditionGroup['items']): ConditionGroup {
  return { kind: 'group', mode: 'all', items }
}

/** The ways of any stored config, as far as they can be read. */
function ownBranches(stored: unknown): readonly { readonly port: string; readonly name: string }[] {
  const read = z.object({ branches: z.array(z.unknown()) }).safeParse(stored)
  const ways = (read.data?.branches ?? []).flatMap((branch) => {
    const way = z.object({ id: BranchId, name: z.string().catch('') }).safeParse(branch)
    return way.success ? [{ port: way.data.id, name: way.data.name }] : []
  })
  return ways.filter(({ port }, index) => ways.findIndex((other) => other.port === port) === index)
}
