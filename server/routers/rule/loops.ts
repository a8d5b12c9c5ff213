import type { Tx } from '../../../db/client'
import { liveRules } from '../../../db/queries/live-rules'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import { loopProblems } from '../../../rules/loops'
import type { Problem } from '../../../rules/problem'
import { accountOf } from '../account/view'

export interface Candidate {
  /** Of the rule that is being published; any other word where it was never saved. */
  readonly ruleId: string
  readonly name: string
  readonly accountId: string
  readonly plan: Plan
}

/** What is to be said of rings that a rule would close with those that are live (semantics 21). */
export async function loopsWith(tx: Tx, workspaceId: string, candidate: Candidate): Promise<readonly Problem[]> {
  const { address, identities } = await accountOf(tx, workspaceId, candidate.accountId)
  const others = (await liveRules(tx, workspaceId)).map(({ body, ...rule }) => ({ ...rule, plan: readPlan(body) }))
  return loopProblems({ ...candidate, addresses: [address, ...identities].map((own) => own.toLowerCase()) }, others)
}
