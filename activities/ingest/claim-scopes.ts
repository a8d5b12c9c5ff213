import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'

/** A rule that has something to do for an event. */
export interface Wish {
  readonly rule: { readonly ruleId: string }
  readonly scopeKey: string
  readonly executionId: string
  /** It keeps the rules after it from the event. */
  readonly stopsLater: boolean
}

/** What became of the wishes of one event, in rule order. `winner`: the execution that holds the scope, or the rule that stopped this one. */
export interface ClaimedScopes<W extends Wish> {
  readonly won: readonly W[]
  readonly passed: readonly { readonly wish: W; readonly reason: 'scope used' | 'stopped by another rule'; readonly winner?: string }[]
}

/**
 * Claims the scopes that the rules of each event ask for (semantics 13). A rule behind one that stops later rules is asked only when that one came too late for its own
 * scope and so does nothing (semantics 20). `take`: false for a dry run, which looks and takes nothing.
 */
export async function claimScopes<W extends Wish>(tx: Tx, workspaceId: string, events: readonly (readonly W[])[], take: boolean): Promise<readonly ClaimedScopes<W>[]> {
  const rounds = events.map((wishes) => new Round(wishes))
  for (;;) {
    const asked = rounds.flatMap((round) => round.next())
    if (asked.length === 0) return rounds
    const holders = take ? await reserve(tx, workspaceId, asked) : await reserved(tx, asked)
    for (const round of rounds) round.settle(holders)
  }
}

class Round<W extends Wish> implements ClaimedScopes<W> {
  readonly won: W[] = []
  readonly passed: { readonly wish: W; readonly reason: 'scope used' | 'stopped by another rule'; readonly winner?: string }[] = []
  private left: readonly W[]
  private asked: readonly W[] = []

  constructor(wishes: readonly W[]) {
    this.left = wishes
  }

  /** Everything up to the next rule that would stop the rest. */
  next(): readonly W[] {
    const end = this.left.findIndex(({ stopsLater }) => stopsLater)
    this.asked = end === -1 ? this.left : this.left.slice(0, end + 1)
    this.left = this.left.slice(this.asked.length)
    return this.asked
  }

  settle(holders: ReadonlyMap<string, string>): void {
    for (const hit of this.asked) {
      const winner = holders.get(keyOf(hit)) ?? hit.executionId
      if (winner !== hit.executionId) {
        this.passed.push({ wish: hit, reason: 'scope used', winner })
        continue
      }
      this.won.push(hit)
      if (hit.stopsLater) this.stopAfter(hit)
    }
  }

  private stopAfter({ rule }: W): void {
    for (const hit of this.left) this.passed.push({ wish: hit, reason: 'stopped by another rule', winner: rule.ruleId })
    this.left = []
  }
}

function keyOf({ rule, scopeKey }: Wish): string {
  return `${rule.ruleId} ${scopeKey}`
}

const Holders = z.array(z.object({ rule: z.string(), scope: z.string(), execution: z.string() }))

/** Who holds each scope after everybody asked for it, sorted, so that two transactions ask in one order. */
export async function reserve(tx: Tx, workspaceId: string, hits: readonly Wish[]): Promise<ReadonlyMap<string, string>> {
  const rows = hits.map(({ rule, scopeKey, executionId }) => ({ id: newId(), rule: rule.ruleId, scope: scopeKey, execution: executionId }))
  const won = holdersOf(await send(tx, sql`
    insert into reservation (workspace_id, id, rule_id, scope_key, execution_id)
    select ${workspaceId}::uuid, r.id, r.rule, r.scope, r.execution from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, rule uuid, scope text, execution uuid)
    order by r.rule, r.scope collate "C", r.id on conflict do nothing returning rule_id as rule, scope_key as scope, execution_id as execution`))
  const lost = hits.filter((hit) => !won.has(keyOf(hit)))
  // Whoever was first has committed by now: the insert waited for that.
  return lost.length === 0 ? won : new Map([...won, ...(await reserved(tx, lost))])
}

/** Who holds the scopes, without asking for them: a dry run takes nothing. */
async function reserved(tx: Tx, hits: readonly Wish[]): Promise<ReadonlyMap<string, string>> {
  const asked = hits.map(({ rule, scopeKey }) => ({ rule: rule.ruleId, scope: scopeKey }))
  return holdersOf(await send(tx, sql`
    select h.rule_id as rule, h.scope_key as scope, h.execution_id as execution
    from reservation h join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as r(rule uuid, scope text) on h.rule_id = r.rule and h.node_id = '' and h.scope_key = r.scope`))
}

function holdersOf(rows: readonly unknown[]): ReadonlyMap<string, string> {
  return new Map(Holders.parse(rows).map(({ rule, scope, execution }) => [`${rule} ${scope}`, execution]))
}
