import { z } from 'zod'
import { RuleGraph } from '../../rules/graph'
import { DEEDS } from './did'
import type { History } from './history'

/** The history as text, so that it survives a reload. */

const Kept = z.object({
  revision: z.number(),
  past: z.array(z.object({ graph: RuleGraph, did: z.object({ what: z.enum(DEEDS), step: z.string() }).nullable() })),
  present: z.object({ graph: RuleGraph, did: z.object({ what: z.enum(DEEDS), step: z.string() }).nullable() }),
  future: z.array(z.object({ graph: RuleGraph, did: z.object({ what: z.enum(DEEDS), step: z.string() }).nullable() })),
})

export interface KeptHistory {
  /** The draft's revision that the history was made on. */
  readonly revision: number
  readonly history: History
}

export function writeHistory({ revision, history }: KeptHistory, steps: number): string {
  return JSON.stringify({ revision, past: history.past.slice(-steps), present: history.present, future: history.future.slice(0, steps) })
}

/** Null for what is missing, broken or of another version: then there is nothing to undo, and nothing else is lost. */
export function readHistory(text: string | null): KeptHistory | null {
  if (text === null) return null
  const read = Kept.safeParse(parsed(text))
  return read.success ? { revision: read.data.revision, history: { past: read.data.past, present: read.data.present, future: read.data.future, merges: null } } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
