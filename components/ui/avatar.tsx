import { cn } from './class-names'

const TINTS = ['bg-condition-soft text-condition', 'bg-trigger-soft text-trigger', 'bg-action-soft text-action', 'bg-wait-soft text-wait', 'bg-warning-soft text-warning-ink', 'bg-pressed text-ink-2'] as const
const SIZES = { s: 'size-5 text-[9px]', m: 'size-6 text-[10px]', l: 'size-8 text-12' } as const

/** Initials on a tint that stays the same for the same person. Decoration: the name stands beside it. */
export function Avatar({ name, id, size = 'm', className }: { name: string; id?: string; size?: keyof typeof SIZES; className?: string }) {
  return (
    <span aria-hidden className={cn('inline-grid shrink-0 place-items-center rounded-full leading-none font-strong', SIZES[size], TINTS[tint(id ?? name)], className)}>
      {initials(name)}
    </span>
  )
}

/** First letters of the first and last word; of an address, of its local part. */
export function initials(name: string): string {
  const words = name.replace(/@.*$/, '').split(/[\s._-]+/u).map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? '').filter(Boolean)
  const first = words[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

function tint(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % TINTS.length
}
