import { checkNeighbours, type Neighbour } from '../../rules/check-neighbours'
import { compile } from '../../rules/compile'
import type { Problem } from '../../rules/problem'
import type { FolderRule, RuleFolder } from './folder'
import { accountOf, referencesFor } from './surroundings'

export interface CheckedRule {
  readonly at: FolderRule
  readonly problems: readonly Problem[]
}

/** What publishing would say of each rule, with what the file explains taken for existing, and the rules before it in the folder for acting before it. */
export function checkFolder({ rules }: RuleFolder): readonly CheckedRule[] {
  const before = new Map<string, Neighbour[]>()
  return rules.map((at) => {
    const compiled = compile(at.rule.graph, referencesFor(at, rules))
    if (!('plan' in compiled)) return { at, problems: compiled.problems }
    const account = accountOf(at)
    const neighbours = before.get(account) ?? []
    const beside = checkNeighbours(compiled.plan, neighbours)
    before.set(account, [...neighbours, { name: at.rule.name, plan: compiled.plan }])
    return { at, problems: [...compiled.warnings, ...beside] }
  })
}
