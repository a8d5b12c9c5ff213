import type { RuleGraph } from '../../rules/graph'
import { sameGraph } from '../rule-document/document'
import type { History } from '../rule-document/history'
import { KEPT } from '../rule-document/history'
import { readHistory, writeHistory } from '../rule-document/kept-history'

const keyOf = (ruleId: string) => `postroom.rule-history.${ruleId}`

/** Keeps the history for a reload of this tab, with fewer steps where the browser has no room for all. */
export function keepHistory(ruleId: string, revision: number, history: History): void {
  for (const steps of [KEPT, 40, 8, 0]) {
    if (stored(keyOf(ruleId), writeHistory({ revision, history }, steps))) return
  }
}

/** The history this tab had of the draft as it is now: of the same revision, saved or not, or of the same drawing. Null: there is none. */
export function historyOf(ruleId: string, revision: number, draft: RuleGraph): History | null {
  const kept = readHistory(sessionStorage.getItem(keyOf(ruleId)))
  if (kept === null) return null
  return kept.revision === revision || sameGraph(kept.history.present.graph, draft) ? kept.history : null
}

/** A full storage is an answer, not a fault. */
function stored(key: string, text: string): boolean {
  try {
    sessionStorage.setItem(key, text)
    return true
  } catch (cause) {
    if (cause instanceof DOMException) return false
    throw cause
  }
}
