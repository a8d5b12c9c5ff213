import { compile } from '../../rules/compile'
import { dryRun, type DryRun, type DryStep } from '../../rules/dry-run'
import type { Effect } from '../../rules/effects'
import { whyNot } from '../../rules/explain'
import type { SkipCode } from '../../rules/plan/plan'
import { PlanError } from '../../rules/plan-node'
import type { Problem } from '../../rules/problem'
import { toEnglish } from '../../rules/sentence'
import type { FolderCase, FolderRule } from './folder'
import { factsFor, namesFor, optionsFor, referencesFor, worldFor } from './surroundings'

/** What a rule would do with a mail, as expectations say it. */
export interface ActualRun {
  readonly verdict: DryRun['verdict']
  readonly state?: string
  readonly reason?: 'trigger' | 'condition'
  readonly step?: string
  readonly path: readonly string[]
  readonly effects: readonly Effect[]
}

export interface Rehearsed {
  readonly actual: ActualRun
  /** Of a rule that does not run: what it asked and what the mail had, in words. */
  readonly because: readonly string[]
}

/** Tries a rule on a mail. What is wrong with the rule instead where it cannot be published. */
export function rehearse(at: FolderRule, all: readonly FolderRule[], { mail, expectation }: FolderCase): Rehearsed | { readonly problems: readonly Problem[] } {
  const compiled = compile(at.rule.graph, referencesFor(at, all))
  if (!('plan' in compiled)) return { problems: compiled.problems.filter(({ severity }) => severity === 'blocker') }
  const facts = factsFor(at, mail, expectation)
  try {
    const run = dryRun(compiled.plan, facts, worldFor(at, all, facts), optionsFor(at, mail, expectation))
    if (run.match.hit) return { actual: { verdict: run.verdict, ...(run.state === null ? {} : { state: run.state }), path: run.steps.flatMap(saying), effects: run.effects }, because: [] }
    const why = whyNot(compiled.plan, run.match)
    const names = namesFor(at, all)
    return { actual: { verdict: 'no match', reason: run.match.reason, step: run.match.step, path: [], effects: [] }, because: why === null ? [] : [why.asked, ...why.reasons].map((said) => toEnglish(said, names)) }
  } catch (error) {
    if (error instanceof PlanError) return { problems: [{ node: null, code: 'configOfNewerVersion', severity: 'blocker' }] }
    throw error
  }
}

const PASSED_BY: ReadonlySet<string> = new Set<SkipCode>(['not on the path taken', 'stopped'])

function saying({ id, state, port, ports, reason, detail }: DryStep): readonly string[] {
  switch (state) {
    case 'done': {
      const taken = (ports ?? (port === undefined ? [] : [port])).filter((one) => one !== 'next')
      return [taken.length === 0 ? id : `${id}.${taken.join('+')}`]
    }
    case 'skipped':
      return reason === undefined || PASSED_BY.has(reason) ? [] : [`${id} (skipped: ${[reason, detail].filter((part) => part !== undefined).join(', ')})`]
    case 'pending':
      return []
    default:
      return [`${id} (${state}${reason === undefined ? '' : `: ${reason}`})`]
  }
}
