import type { RuleGraph } from '../../rules/graph'
import type { Did } from './did'

/** Undo and redo by snapshots: drawings share what did not change, so two hundred of them cost little. Selection and zoom are no steps. */

export interface Moment {
  readonly graph: RuleGraph
  /** What led here; null for what the editor opened with. */
  readonly did: Did | null
}

export interface History {
  /** Oldest first. */
  readonly past: readonly Moment[]
  readonly present: Moment
  /** Next first. */
  readonly future: readonly Moment[]
  /** Changes with this key that follow at once belong to the present step: the keystrokes of one field. */
  readonly merges: string | null
}

export const KEPT = 200

export function beginHistory(graph: RuleGraph): History {
  return { past: [], present: { graph, did: null }, future: [], merges: null }
}

/** Takes down a change. The same drawing is no change. */
export function record(history: History, graph: RuleGraph, did: Did, mergeKey: string | null = null): History {
  if (graph === history.present.graph) return history
  if (mergeKey !== null && mergeKey === history.merges) return { ...history, present: { graph, did: history.present.did }, future: [] }
  return { past: [...history.past, history.present].slice(-KEPT), present: { graph, did }, future: [], merges: mergeKey }
}

/** The next change is a step of its own, whatever its key. */
export function settle(history: History): History {
  return history.merges === null ? history : { ...history, merges: null }
}

export function undo(history: History): History {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], merges: null }
}

export function redo(history: History): History {
  const [next, ...rest] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.present], present: next, future: rest, merges: null }
}
