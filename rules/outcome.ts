import type { Receipt } from './effects'
import type { Outcome } from './node-type'

/**
 * What the receipts of an action's effects make of its step, for actions with one way on: failed or uncertain if any is, skipped if all are, else
 * done. The id of what was made, found or sent becomes the step's output under the effect's name.
 */
export function outcomeOf(receipts: readonly Receipt[]): Outcome {
  const failed = receipts.find((receipt) => receipt.result === 'failed') ?? receipts.find((receipt) => receipt.result === 'uncertain')
  if (failed?.result === 'failed' || failed?.result === 'uncertain') return { state: failed.result, code: failed.code }
  const [first] = receipts
  if (first?.result === 'skipped' && receipts.every(({ result }) => result === 'skipped')) {
    return { state: 'skipped', reason: first.reason, detail: first.detail }
  }
  const outputs: Record<string, string> = {}
  for (const receipt of receipts) if (receipt.result === 'done' && receipt.ref !== undefined) outputs[receipt.effect] = receipt.ref
  return { state: 'done', port: 'next', outputs }
}
