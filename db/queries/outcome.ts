import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { EffectKind, Receipt } from '../../rules/effects'
import type { StepState } from '../../rules/plan/plan'
import { WAIT_EVENTS } from '../schema'
import { Instant } from './keyset'
import type { Ref } from './refs'

/** What one execution came to, in codes and names that any language can say: the line under a mail, a run or a record. */
export type OutcomeItem =
  | { readonly kind: 'branch'; readonly step: string; readonly port: string }
  | { readonly kind: 'effect'; readonly step: string; readonly effect: EffectKind; readonly change: 'changed' | 'no change' | 'reused' | 'created'; readonly ref: Ref | null; readonly label: string | null }
  | { readonly kind: 'skipped'; readonly step: string; readonly effect: EffectKind | null; readonly reason: string; readonly detail: string | null }
  | { readonly kind: 'waiting'; readonly step: string; readonly listensTo: (typeof WAIT_EVENTS)[number]; readonly until: Date }
  /** Where a dry run ended: until when the wait would last, and the steps that would do something for each way out (semantics 22). */
  | { readonly kind: 'foretold'; readonly step: string; readonly until: Date; readonly ways: readonly { readonly port: string; readonly steps: readonly string[] }[] }
  | { readonly kind: 'waited'; readonly step: string; readonly port: string }
  | { readonly kind: 'retrying'; readonly step: string; readonly code: string | null; readonly message: string | null; readonly nextTryAt: Date | null }
  | { readonly kind: 'failed' | 'uncertain'; readonly step: string; readonly effect: EffectKind | null; readonly code: string; readonly message: string | null }

/** One step of the ledger, as much of it as an outcome needs. */
export interface LedgerLine {
  readonly step: string
  readonly state: StepState
  readonly port: string | null
  readonly reason: string | null
  readonly detail: string | null
  readonly receipts: readonly Receipt[] | null
  readonly error: { readonly code: string; readonly message: string } | null
  readonly nextTryAt: Date | null
  readonly decided: boolean
  readonly wait: { readonly listensTo: (typeof WAIT_EVENTS)[number]; readonly dueAt: Date } | null
  /** What a dry run left at the wait it ended at, as `foretell` writes it; null elsewhere. */
  readonly foretold: Readonly<Record<string, string>> | null
}

const ReceiptHead = z.object({ effect: z.string(), result: z.enum(['done', 'skipped', 'failed', 'uncertain']) })
/** Receipts are written by our own performers from a closed union; only what is shown here is looked at. */
const StoredReceipt = z.custom<Receipt>((value) => ReceiptHead.safeParse(value).success)

export const Ledger: z.ZodType<readonly LedgerLine[]> = z.array(
  z.object({
    step: z.string(),
    state: z.enum(['pending', 'ready', 'running', 'waiting', 'retrying', 'done', 'skipped', 'failed', 'uncertain', 'cancelled']),
    port: z.string().nullable(),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
    receipts: z.array(StoredReceipt).nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    nextTryAt: Instant.nullable(),
    decided: z.boolean(),
    wait: z.object({ listensTo: z.enum(WAIT_EVENTS), dueAt: Instant }).nullable(),
    foretold: z.record(z.string(), z.string()).nullable(),
  }),
)

/** The ledger of an execution as one JSON value, to be parsed by `Ledger`. */
export function ledgerOf(executionId: SQL): SQL {
  return sql`coalesce((
    select json_agg(json_build_object('step', s.step_id, 'state', s.state, 'port', s.port, 'reason', s.reason, 'detail', s.detail, 'receipts', s.receipts, 'error', s.error,
      'nextTryAt', s.next_try_at, 'decided', s.compared is not null, 'foretold', case when s.state = 'skipped' and s.detail = 'dry run' then s.outputs end,
      'wait', case when w.id is not null then json_build_object('listensTo', w.listens_to, 'dueAt', w.due_at) end) order by s.seq)
    from execution_step s left join wait w on w.execution_id = s.execution_id and w.step_id = s.step_id
    where s.execution_id = ${executionId}), '[]'::json)`
}

/** Every id the ledger mentions, for `namesOf`. */
export function refsIn(ledger: readonly LedgerLine[]): string[] {
  return ledger.flatMap((line) => (line.receipts ?? []).flatMap((receipt) => (receipt.result === 'done' && receipt.ref !== undefined ? [receipt.ref] : [])))
}

/** What happened, in ledger order. Steps off the path taken say nothing. */
export function outcomeOf(ledger: readonly LedgerLine[], names: ReadonlyMap<string, Ref>): OutcomeItem[] {
  const items = ledger.flatMap((line) => itemsOf(line, names))
  // What lies behind the wait of a dry run is told by its ways out.
  return items.some(({ kind }) => kind === 'foretold') ? items.filter((item) => item.kind !== 'skipped' || item.reason !== 'stopped') : items
}

function itemsOf(line: LedgerLine, names: ReadonlyMap<string, Ref>): OutcomeItem[] {
  const { step } = line
  if (line.foretold?.['waitUntil'] !== undefined) return [foretoldOf(step, line.foretold['waitUntil'], line.foretold)]
  if (line.state === 'waiting' && line.wait !== null) return [{ kind: 'waiting', step, listensTo: line.wait.listensTo, until: line.wait.dueAt }]
  if (line.state === 'retrying') return [{ kind: 'retrying', step, code: line.error?.code ?? null, message: line.error?.message ?? null, nextTryAt: line.nextTryAt }]
  if (line.state === 'failed' || line.state === 'uncertain') {
    return [{ kind: line.state, step, effect: line.receipts?.[0]?.effect ?? null, code: line.error?.code ?? line.reason ?? 'unknown', message: line.error?.message ?? null }]
  }
  const receipts = (line.receipts ?? []).flatMap((receipt) => itemOf(step, receipt, names))
  if (receipts.length > 0) return receipts
  if (line.state === 'skipped' && line.reason !== 'not on the path taken') return [{ kind: 'skipped', step, effect: null, reason: line.reason ?? 'stopped', detail: line.detail }]
  if (line.state === 'done' && line.port !== null && line.decided) return [{ kind: 'branch', step, port: line.port }]
  if (line.state === 'done' && line.port !== null && line.wait !== null) return [{ kind: 'waited', step, port: line.port }]
  return []
}

function foretoldOf(step: string, until: string, told: Readonly<Record<string, string>>): OutcomeItem {
  const ways = Object.entries(told).flatMap(([key, steps]) => (key.startsWith('after.') ? [{ port: key.slice('after.'.length), steps: steps.split(' ').filter(Boolean) }] : []))
  return { kind: 'foretold', step, until: new Date(until), ways }
}

function itemOf(step: string, receipt: Receipt, names: ReadonlyMap<string, Ref>): OutcomeItem[] {
  if (receipt.result === 'done') {
    const ref = receipt.ref === undefined ? null : (names.get(receipt.ref) ?? null)
    return [{ kind: 'effect', step, effect: receipt.effect, change: receipt.change, ref, label: ref === null ? (receipt.ref ?? null) : null }]
  }
  if (receipt.result === 'skipped') return [{ kind: 'skipped', step, effect: receipt.effect, reason: receipt.reason, detail: receipt.detail ?? null }]
  return [{ kind: receipt.result, step, effect: receipt.effect, code: receipt.code, message: null }]
}
