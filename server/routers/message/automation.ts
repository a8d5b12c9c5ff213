import { ExecutionFilter } from '../../../db/queries/execution-filter'
import { listExecutions, type ExecutionListRow } from '../../../db/queries/execution-list'
import { rulesPassedOver, type PassedRule } from '../../../db/queries/message-automation'
import { getExecution, type ExecutionStepDetail } from '../../../db/queries/execution-get'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { namesOf } from '../../../db/queries/refs'
import type { Sentence } from '../../../rules/node-type'
import { sentenceOfStanding, type Standing } from '../../../rules/standing'
import { standingOf } from '../rule/why-not'
import { planOf } from '../execution/view'
import { MESSAGE_ID } from './schema'
import type { Plan } from '../../../rules/rule-plan'

/** An execution in the panel: its line, and its steps in ledger order beside the plan that gives them their names. */
export interface PanelExecution extends ExecutionListRow {
  readonly plan: Plan | null
  readonly steps: readonly ExecutionStepDetail[]
}

/** A rule that did nothing, with the word for it and what it compared when the mail came. */
export interface PanelPassedRule extends PassedRule {
  readonly standing: Standing
  /** The standing in words, to be said after the rule's name. */
  readonly says: Sentence
}

export interface MessageAutomation {
  readonly messageId: string
  readonly threadId: string
  readonly accountId: string
  /** Newest first. */
  readonly executions: readonly PanelExecution[]
  readonly whyNot: readonly PanelPassedRule[]
}

/** What every rule did with a mail, or why it did nothing. */
export const automation = workspaceProcedure.input(MESSAGE_ID).query(({ ctx, input: { id } }): Promise<MessageAutomation> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const standing = await rulesPassedOver(tx, workspaceId, id)
    if (standing === null) throw notFound('message')
    const now = ctx.services.now()
    const { rows } = await listExecutions(tx, { workspaceId, filter: ExecutionFilter.parse({ messageId: id }), cursor: null, limit: 20, now })
    const executions: PanelExecution[] = []
    for (const row of rows) {
      const detail = await getExecution(tx, workspaceId, row.id, now)
      executions.push({ ...row, plan: detail === null ? null : planOf(detail.plan), steps: detail?.steps ?? [] })
    }
    const stoppers = await namesOf(tx, workspaceId, standing.passed.flatMap(({ verdict }) => (verdict?.reason === 'stopped by another rule' && verdict.winner !== undefined ? [verdict.winner] : [])))
    const whyNot = standing.passed.map((rule): PanelPassedRule => {
      const word = standingOf(rule, standing)
      return { ...rule, standing: word, says: sentenceOfStanding({ standing: word, account: rule.accountName, stoppedBy: stoppers.get(rule.verdict?.winner ?? '')?.name ?? null, run: null }) }
    })
    return { messageId: id, threadId: standing.threadId, accountId: standing.accountId, executions, whyNot }
  }),
)
