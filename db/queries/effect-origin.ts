import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'

/** Whose keys the effects of an execution use (semantics 25). */
export interface Origin {
  /** The execution itself, or the first of those it repeats, even where its age has dropped that one: it holds their scopes. */
  readonly first: string
  /** The key of one effect, unique per effect (semantics 11). A step that somebody had done again has keys of the run that did it again. */
  key(stepId: string, index: number): string
}

const Run = z.object({ id: z.string(), rerunOf: z.string().nullable(), repeated: z.array(z.string()) })

export async function originOf(tx: Tx, { id, rerunOf }: { readonly id: string; readonly rerunOf: string | null }): Promise<Origin> {
  if (rerunOf === null) return { first: id, key: (stepId, index) => keyOf(id, stepId, index) }
  // From the newest back to the first.
  const runs = z.array(Run).parse(await tx.execute(sql`
    with recursive chain as (select id, rerun_of, repeated_steps, 1 as nth from execution where id = ${id}::uuid union all select e.id, e.rerun_of, e.repeated_steps, chain.nth + 1 from execution e join chain on e.id = chain.rerun_of)
    select id, rerun_of as "rerunOf", repeated_steps as repeated from chain order by nth`))
  const last = runs.at(-1)
  const first = last?.rerunOf ?? last?.id ?? rerunOf
  return { first, key: (stepId, index) => keyOf(runs.find(({ repeated }) => repeated.includes(stepId))?.id ?? first, stepId, index) }
}

function keyOf(origin: string, stepId: string, index: number): string {
  return `${origin}/${stepId}/${index}`
}
