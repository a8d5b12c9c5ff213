import { createStore } from '../data/store'
import type { LucideIcon } from './icon'

export interface Toast {
  readonly id: number
  /** One sentence without a full stop. */
  readonly text: string
  readonly icon?: LucideIcon
  readonly tone: 'plain' | 'success' | 'danger'
  readonly action?: { readonly label: string; readonly keys?: string | undefined; readonly onSelect: () => void }
  /** Read out at once, over whatever is being read: only for failures to send or publish. */
  readonly urgent: boolean
}

/** Newest last. */
export const toasts = createStore<readonly Toast[]>([])
const SHOWN = 3
let lastId = 0

/** Shows a sentence at the lower left for ten seconds, longer while pointed at or focused. Returns its id. */
export function showToast({ tone = 'plain', urgent = false, ...toast }: Omit<Toast, 'id' | 'tone' | 'urgent'> & Partial<Pick<Toast, 'tone' | 'urgent'>>): number {
  lastId += 1
  const made = { ...toast, tone, urgent, id: lastId }
  toasts.update((all) => [...all, made].slice(-SHOWN))
  return lastId
}

export function dismissToast(id: number): void {
  toasts.update((all) => all.filter((toast) => toast.id !== id))
}
