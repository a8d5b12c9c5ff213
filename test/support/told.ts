import type { Receipt } from '../../rules/effects'

/** What a rehearsal and a run can both know of an effect: what it came to, not which id it got. */
export function told(receipt: Receipt): readonly unknown[] {
  return [receipt.effect, receipt.result, 'change' in receipt ? receipt.change : 'reason' in receipt ? receipt.reason : 'code' in receipt ? receipt.code : null]
}

/** Receipts as a ledger row holds them. */
export function receiptsIn(value: unknown): readonly Receipt[] | null {
  return Array.isArray(value) ? value : null
}
