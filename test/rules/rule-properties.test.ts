import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../rules/compile'
import { readPlan } from '../../rules/rule-plan'
import { dryRun } from '../../rules/dry-run'
import { RuleGraph } from '../../rules/graph'
import type { Compared } from '../../rules/node-type'
import { match } from '../../rules/match'
import { mail, REFERENCES, world } from '../support/drawn-rules'
import { drawnGraph, drawnLetter } from '../support/drawn-graphs'

/** What holds for every rule that can be published and every mail. */

const graph = drawnGraph({ mailboxes: ['invoices', 'archive'], userRef: 'ada' })
const facts = fc.record({ letter: drawnLetter, tags: fc.subarray(['A', 'B']), flags: fc.subarray(['\\Seen', '\\Flagged']) }).map(({ letter, ...state }) => mail({ subject: letter.subject, from: { name: '', address: letter.from }, ...state }))
const endings = fc.func(fc.constantFrom('elapsed', 'replied'))

/** The plan, or null where the rule cannot be published. */
function planIfSound(drawn: RuleGraph) {
  const compiled = compile(drawn, REFERENCES)
  return 'plan' in compiled ? compiled.plan : null
}

/** How each wait of the rule is left. */
function outcomesFor(drawn: RuleGraph, ending: (id: string) => string): Record<string, string> {
  return Object.fromEntries(drawn.nodes.flatMap(({ id, type, config }) => (type === 'wait.reply' ? [[id, JSON.stringify(config).includes('"nothing"') ? 'elapsed' : ending(id)]] : [])))
}

test('a rule that is written down and read again is the same rule, and so is its plan', () => {
  fc.assert(
    fc.property(graph, (drawn) => {
      expect(RuleGraph.parse(JSON.parse(JSON.stringify(drawn)))).toEqual(drawn)
      const plan = planIfSound(drawn)
      if (plan !== null) expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
    }),
  )
})

test('many drawn rules can be published, else the properties here say nothing', () => {
  const drawn = fc.sample(graph, { numRuns: 200, seed: 5 })
  expect(drawn.filter((one) => planIfSound(one) !== null).length).toBeGreaterThan(60)
})

test('every branch ends, whatever each wait comes to, and no step acts twice', () => {
  fc.assert(
    fc.property(graph, facts, endings, (drawn, letter, ending) => {
      const plan = planIfSound(drawn)
      if (plan === null) return
      const run = dryRun(plan, letter, world({ tags: [...letter.tags], flags: [...letter.flags] }), { waitOutcomes: outcomesFor(drawn, ending) })
      if (run.verdict === 'no match') return
      expect(run.verdict).toBe('ends')
      expect(run.edges).not.toContain('open')
      expect(new Set(run.steps.map(({ id }) => id)).size).toBe(run.steps.length)
      const acts = run.steps.flatMap(({ would = [] }) => would).filter(({ prediction }) => prediction.would === 'do' || prediction.would === 'reuse')
      expect(acts.map(({ effect }) => JSON.stringify(effect)).toSorted()).toEqual(run.effects.map((effect) => JSON.stringify(effect)).toSorted())
    }),
    { numRuns: 300 },
  )
})

test('what an explanation compared leads to the verdict it gives, at intake and in every step', () => {
  fc.assert(
    fc.property(graph, facts, (drawn, letter) => {
      const plan = planIfSound(drawn)
      if (plan === null) return
      const run = dryRun(plan, letter, world({ tags: [...letter.tags], flags: [...letter.flags] }), { waitOutcomes: outcomesFor(drawn, () => 'elapsed') })
      for (const { port, because } of run.steps) if (because !== undefined && (port === 'yes' || port === 'no')) expect(verdictOf(because, [])).toBe(port === 'yes')
      expect(match(plan, { type: 'mail arrived', facts: letter, accountRef: 'account-1' })).toEqual(run.match)
    }),
    { numRuns: 300 },
  )
})

/** The verdict of the group or comparison at a path, from those below it alone; null: it was not needed. */
function verdictOf(because: readonly Compared[], path: readonly number[]): boolean | null {
  const found = because.find((each) => each.path.join() === path.join())
  // What a verdict did not need was not looked at.
  if (found === undefined || found.kind === 'test' || found.verdict === null) return found?.verdict ?? null
  const inner = because.filter((each) => each.path.length === path.length + 1 && path.every((step, index) => each.path[index] === step)).map((each) => verdictOf(because, each.path))
  const some = inner.includes(true)
  const verdict = found.mode === 'all' ? !inner.includes(false) : found.mode === 'any' ? some : !some
  expect(verdict).toBe(found.verdict)
  return verdict
}
