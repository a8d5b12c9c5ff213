import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import type { OpenExecution } from './open'

/** The execution whose keys this one uses: itself, or the first of those it repeats (semantics 25), even where its age has dropped that one. */
export async function originOf(tx: Tx, { id, rerunOf }: Pick<OpenExecution, 'id' | 'rerunOf'>): Promise<string> {
  if (rerunOf === null) return id
  const [row] = await tx.execute(sql`
    with recursive chain as (select id, rerun_of from execution where id = ${rerunOf}::uuid union select e.id, e.rerun_of from execution e join chain on e.id = chain.rerun_of)
    select coalesce(rerun_of, id) as id from chain where not exists (select 1 from execution gone where gone.id = chain.rerun_of)`)
  return row === undefined ? rerunOf : String(row.id)
}

/** Unique per effect (semantics 11). */
export function effectKey(origin: string, stepId: string, index: number): string {
  return `${origin}/${stepId}/${index}`
}
