import type { Names } from '../../rules/sentence'
import type { NodeType } from '../../rules/node-type'
import { nodeType } from '../../rules/nodes/index'
import { portsIn } from '../../rules/ports'
import type { Outputs } from '../data/trpc'
import { isOver } from './run-life'
import { triesOf, type Try } from './tries'

/** This folder is one run: every step with what it compared and came to, always from what was stored. It decides nothing again. */
export type Run = Outputs['execution']['get']
export type Step = Run['steps'][number]

/** A step of the rule as this run met it. */
export interface RunStep {
  readonly id: string
  /** As drawn; empty when nobody named it. */
  readonly name: string
  readonly type: string
  readonly role: NodeType['role']
  /** Null: not reached, so far or ever. */
  readonly ledger: Step | null
  readonly state: Step['state']
  readonly tries: readonly Try[]
}

export interface RunSteps {
  /** In the order things happened. */
  readonly reached: readonly RunStep[]
  /** What may still come. Empty once the run is over. */
  readonly ahead: readonly RunStep[]
  /** Steps the mail did not get to, those right behind a fork with the way out that leads there. */
  readonly notTaken: readonly (RunStep & { readonly port: string | null; readonly fork: string | null })[]
}

/** Whether its rule was applied to mail that was there already: no mail arrived then. */
export function isFromOlderMail({ triggerData }: Pick<Run, 'triggerData'>): boolean {
  return triggerData['backlogJobId'] !== undefined
}

export function stepsOf(run: Run): RunSteps {
  const ledger = new Map(run.steps.map((step) => [step.stepId, step]))
  const order = run.plan?.skeleton.steps.map(({ id }) => id) ?? run.steps.map(({ stepId }) => stepId)
  const missed = new Set(run.notReached)
  const over = isOver(run.state)
  for (const { stepId, state, reason } of run.steps) if ((state === 'cancelled' || reason === 'stopped') && !wasArrivedAt(run, stepId)) missed.add(stepId)
  const reached = run.steps.filter(({ stepId }) => !missed.has(stepId)).map(({ stepId }) => stepOf(run, stepId, ledger.get(stepId) ?? null))
  const rest = order.filter((id) => missed.has(id)).map((id) => stepOf(run, id, ledger.get(id) ?? null))
  const isAhead = ({ ledger: row }: RunStep) => !over && row === null
  return {
    reached,
    ahead: rest.filter(isAhead),
    notTaken: rest.filter((step) => !isAhead(step)).map((step) => ({ ...step, ...forkBefore(run, step.id, new Set(reached.map(({ id }) => id))) })),
  }
}

function stepOf(run: Run, id: string, ledger: Step | null): RunStep {
  const node = run.plan?.nodes[id] ?? run.graph?.nodes.find((drawn) => drawn.id === id)
  const type = node?.type ?? ''
  return { id, name: node?.name ?? '', type, role: nodeType(type)?.role ?? 'action', ledger, state: ledger?.state ?? 'pending', tries: ledger === null ? [] : triesOf(ledger) }
}

/** Whether some way to the step was taken. What stopping swept away was not arrived at, though the ledger has a line for it. */
function wasArrivedAt(run: Run, id: string): boolean {
  const edges = run.plan?.skeleton.edges ?? []
  return edges.some(({ from, port, to }) => to === id && isTaken(run, from, port)) || !edges.some(({ to }) => to === id)
}

/** The reached step whose other way out was taken, where this one stands right behind it. */
function forkBefore(run: Run, id: string, reached: ReadonlySet<string>): { readonly port: string | null; readonly fork: string | null } {
  const edge = run.plan?.skeleton.edges.find(({ to, from }) => to === id && reached.has(from))
  return edge === undefined ? { port: null, fork: null } : { port: edge.port, fork: edge.from }
}

/** The decisions that led to a step, the nearest first, each with the values it compared. */
export function decisionsBefore(run: Run, id: string): readonly Step[] {
  const ledger = new Map(run.steps.map((step) => [step.stepId, step]))
  const edges = run.plan?.skeleton.edges ?? []
  const seen = new Set<string>()
  const found: Step[] = []
  const open = [id]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const { from, port, to } of edges) {
      const step = ledger.get(from)
      if (to !== at || seen.has(from) || step?.port !== port) continue
      seen.add(from)
      if (step.compared !== null) found.push(step)
      open.push(from)
    }
  }
  return found
}

/** The decision by which the mail went another way than to this step; null where none did. */
export function decisionAgainst(run: Run, id: string): Step | null {
  const ledger = new Map(run.steps.map((step) => [step.stepId, step]))
  const seen = new Set<string>()
  const open = [id]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const { from, port, to } of run.plan?.skeleton.edges ?? []) {
      const step = ledger.get(from)
      if (to !== at || seen.has(from)) continue
      if (step?.state === 'done' && step.port !== port && step.compared !== null) return step
      seen.add(from)
      open.push(from)
    }
  }
  return null
}

/** Whether an edge of the drawing was taken in this run. */
export function isTaken(run: Run, from: string, port: string): boolean {
  return run.steps.some((step) => step.stepId === from && step.state !== 'pending' && step.port !== null && portsIn(step.port).includes(port))
}

/** Names for what the rule mentions by id. */
export function namesOf({ refs, accountId, accountName }: Pick<Run, 'refs' | 'accountId' | 'accountName'>): Names {
  const of = (kind: 'mailbox' | 'user' | 'calendar' | 'hook' | 'list' | 'endpoint' | 'rule') => Object.fromEntries(Object.values(refs).flatMap((ref) => (ref.kind === kind ? [[ref.id, ref.name]] : [])))
  return { mailbox: of('mailbox'), user: of('user'), calendar: of('calendar'), hook: of('hook'), list: of('list'), endpoint: of('endpoint'), rule: of('rule'), account: { [accountId]: accountName } }
}

/** Milliseconds in which something was being done: from start to end without the waits for time and replies. */
export function workingTime(run: Run, now: Date): number | null {
  const [first] = run.steps
  if (run.startedAt === null || first === undefined) return null
  const waited = run.steps.filter(({ wait }) => wait !== null).reduce((sum, step) => sum + span(step, now), 0)
  return Math.max(0, (run.endedAt ?? now).getTime() - first.startedAt.getTime() - waited)
}

export function span({ startedAt, endedAt }: Pick<Step, 'startedAt' | 'endedAt'>, now: Date): number {
  return Math.max(0, (endedAt ?? now).getTime() - startedAt.getTime())
}

/** Tries beyond each step's first. */
export function retriesOf(run: Run): number {
  return run.steps.reduce((sum, step) => sum + Math.max(0, triesOf(step).length - 1), 0)
}
