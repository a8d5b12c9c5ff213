import type { RuleGraph } from '../../rules/graph'
import { createStore, type Store } from '../data/store'
import type { Did } from '../rule-document/did'
import { beginHistory, record, redo, settle, undo, type History } from '../rule-document/history'

/**
 * This folder is the screen of one rule: top bar, palette, canvas or outline, inspector and dock round the document of `rule-document/`. The session holds the
 * document with its history and what is selected; everything else that views share comes from `editor-context.tsx`.
 */

export interface Session {
  readonly history: History
  /** Selected steps; the last one is the one the inspector shows and the keyboard stands on. */
  readonly selected: readonly string[]
  /** A selected connection; then no step is. */
  readonly edge: string | null
}

export interface SessionStore extends Store<Session> {
  /** Changes the drawing as one step of the history; `mergeKey` joins keystrokes of one field. False: nothing changed. */
  edit(change: (graph: RuleGraph) => RuleGraph, did: Did, mergeKey?: string): boolean
  select(ids: readonly string[], edge?: string | null): void
  /** The next keystroke begins a new step. */
  settle(): void
  /** What was taken back or done again; null when there was nothing. */
  undo(): Did | null
  redo(): Did | null
}

export function createSession(graph: RuleGraph, history: History | null): SessionStore {
  const store = createStore<Session>({ history: history ?? beginHistory(graph), selected: [], edge: null })
  const go = (next: History) => store.update((session) => ({ ...session, history: next, ...stillThere(next.present.graph, session) }))
  return {
    ...store,
    edit(change, did, mergeKey) {
      const { history: before } = store.get()
      const after = record(before, change(before.present.graph), did, mergeKey ?? null)
      if (after === before) return false
      go(after)
      return true
    },
    select: (ids, edge = null) =>
      store.update((session) => (session.edge === edge && session.selected.length === ids.length && ids.every((id, index) => session.selected[index] === id) ? session : { ...session, selected: ids, edge })),
    settle: () => store.update((session) => ({ ...session, history: settle(session.history) })),
    undo() {
      const { history: before } = store.get()
      go(undo(before))
      return before.past.length === 0 ? null : before.present.did
    },
    redo() {
      const [next] = store.get().history.future
      go(redo(store.get().history))
      return next?.did ?? null
    },
  }
}

/** A selection only ever names what is there. */
function stillThere(graph: RuleGraph, { selected, edge }: Session): Pick<Session, 'selected' | 'edge'> {
  const here = new Set(graph.nodes.map(({ id }) => id))
  const left = selected.filter((id) => here.has(id))
  return { selected: left.length === selected.length ? selected : left, edge: graph.edges.some(({ id }) => id === edge) ? edge : null }
}
