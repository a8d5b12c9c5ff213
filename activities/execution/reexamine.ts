import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import type { Plan } from '../../rules/rule-plan'
import type { StepEvent, StepId } from '../../rules/plan/plan'
import { eventOf, interpret } from '../../rules/turn'
import type { ApprovalLinks } from '../approval-links'
import { nudgeApprovers } from './nudge-approvers'
import type { OpenExecution } from './open'
import type { Walk } from './replay'
import type { Account, Line } from './write'

/** Looks at the rows that parked steps wait for, and settles the steps whose row is decided, settled or due. */
export async function reexamine(tx: Tx, execution: OpenExecution, plan: Plan, walk: Walk, links: ApprovalLinks, now: Date): Promise<readonly Line[]> {
  const lines: Line[] = []
  const settle = (id: StepId, event: StepEvent, account: Account) => {
    for (const caused of walk.feed(event)) lines.push({ event: caused, account: caused.step === id ? account : {} })
  }
  for (const wait of execution.waits) {
    if (walk.state.steps[wait.stepId]?.state !== 'waiting') continue
    const port = wait.port ?? (wait.dueAt <= now ? await elapse(tx, wait.id, now) : null)
    if (port === null && wait.listensTo === 'approval' && wait.wakeAt <= now) await nudgeApprovers(tx, execution, wait, links, now)
    if (port !== null) settle(wait.stepId, { step: wait.stepId, state: 'done', port }, {})
  }
  for (const mail of execution.outgoing) {
    const state = walk.state.steps[mail.stepId]?.state
    const said = state === 'waiting' || state === 'uncertain' ? outcomeOf(plan, mail, now) : null
    if (said === null || said.event.state === state) continue
    if (state === 'uncertain' && said.event.state !== 'done' && said.event.state !== 'failed') continue
    settle(mail.stepId, said.event, said.account)
  }
  return lines
}

/** The row decides: when a reply came first, its port stands. */
async function elapse(tx: Tx, waitId: string, now: Date): Promise<string | null> {
  await tx.execute(sql`update wait set port = elapsed_port, decided_at = ${now.toISOString()}::timestamptz where id = ${waitId}::uuid and port is null`)
  const [row] = await tx.execute(sql`select port from wait where id = ${waitId}::uuid`)
  return row === undefined ? null : String(row.port)
}

type Mail = OpenExecution['outgoing'][number]

/** What became of the mail of a step; null while it is on its way. */
function outcomeOf(plan: Plan, { stepId, receipts, state, code, message, said }: Mail, now: Date): { readonly event: StepEvent; readonly account: Account } | null {
  const error = code === null ? null : { code, message: message ?? '', ...(said === null ? {} : { said }) }
  switch (state) {
    case 'accepted': {
      const outcome = interpret(plan, stepId, receipts)
      return { event: eventOf(stepId, outcome), account: { receipts, outputs: outcome.state === 'done' ? (outcome.outputs ?? null) : null } }
    }
    case 'failed':
      return { event: { step: stepId, state, code: code ?? 'not accepted' }, account: { error } }
    case 'uncertain':
      // The attempt stays in the ledger when a verdict changes the state: it says that the edges were settled as uncertain.
      return { event: { step: stepId, state, code: code ?? 'answer lost' }, account: { error, attempts: [{ at: now.toISOString(), milliseconds: 0, result: 'uncertain' }] } }
    case 'cancelled':
      return { event: { step: stepId, state: 'cancelled' }, account: {} }
    case 'draft':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'deferred':
      return null
  }
}
