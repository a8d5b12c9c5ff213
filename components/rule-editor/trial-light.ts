import type { Plan } from '../../rules/rule-plan'
import type { RuleGraph } from '../../rules/graph'
import type { DryRun, DryStep } from '../../rules/dry-run'
import { portColumn } from '../../rules/plan/ledger'

/** What a test came to for one step, in one word and one look. */
export type Mark =
  | { readonly kind: 'matched' | 'noMatch' | 'would' | 'noChange' | 'skipped' | 'fails' | 'stops' }
  /** Several ports are joined as the ledger joins them. */
  | { readonly kind: 'took'; readonly port: string }
  | { readonly kind: 'reuse'; readonly number: number }
  | { readonly kind: 'waits'; readonly until: string }

export interface Light {
  /** Steps the mail reached; others are off the path. */
  readonly reached: ReadonlySet<string>
  readonly marks: ReadonlyMap<string, Mark>
  /** Ids of the edges it took. */
  readonly taken: ReadonlySet<string>
}

/** Where a mail went through a drawing, for the canvas and the outline. */
export function lightOf(graph: RuleGraph, plan: Plan, run: DryRun): Light {
  const roles = new Map(plan.skeleton.steps.map(({ id, work }) => [id, work]))
  const reached = run.steps.filter(({ state, reason }) => state !== 'pending' && reason !== 'not on the path taken')
  const taken = new Set(plan.skeleton.edges.flatMap(({ from, port, to }, index) => (run.edges[index] === 'taken' ? [`${from} ${port} ${to}`] : [])))
  const triggerMissed = !run.match.hit && run.match.reason === 'trigger'
  return {
    reached: new Set(reached.map(({ id }) => id)),
    marks: new Map(reached.flatMap((step) => {
      const mark = roles.get(step.id) === 'trigger' ? ({ kind: triggerMissed ? 'noMatch' : 'matched' } as const) : markOf(step)
      return mark === null ? [] : [[step.id, mark] as const]
    })),
    taken: new Set(graph.edges.flatMap(({ id, from, port, to }) => (taken.has(`${from} ${port} ${to}`) ? [id] : []))),
  }
}

function markOf(step: DryStep): Mark | null {
  if (step.wait !== undefined) return step.state === 'done' ? { kind: 'took', port: step.port ?? '' } : { kind: 'waits', until: step.dueAt ?? '' }
  if (step.state === 'failed' || step.state === 'uncertain') return { kind: 'fails' }
  if (step.state === 'skipped') return { kind: 'skipped' }
  const prediction = step.would?.[0]?.prediction
  if (prediction === undefined) return step.state !== 'done' ? null : step.port === '' || step.port === undefined ? { kind: 'stops' } : step.port === 'next' ? { kind: 'noChange' } : { kind: 'took', port: portColumn({ port: step.port, ports: step.ports }) }
  if (prediction.would === 'reuse') return { kind: 'reuse', number: numberIn(prediction.describe) }
  return { kind: prediction.would === 'do' ? 'would' : prediction.would === 'no change' ? 'noChange' : prediction.would === 'skip' ? 'skipped' : 'fails' }
}

/** The record's number stands in the sentence only. */
function numberIn(sentence: NonNullable<DryStep['would']>[number]['prediction']['describe']): number {
  const [part] = sentence
  const value = part !== undefined && 'values' in part ? part.values?.['number'] : undefined
  return value !== undefined && 'count' in value ? value.count : 0
}
