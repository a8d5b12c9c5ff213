import type { ReactNode } from 'react'
import { cva, type VariantProps } from 'class-variance-authority'
import { X } from 'lucide-react'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'

const tag = cva('inline-flex h-[18px] max-w-full shrink-0 items-center gap-1 rounded-tag px-1.5 align-[-3px] text-11 font-medium whitespace-nowrap', {
  variants: {
    tone: {
      plain: 'bg-muted-soft text-ink-2',
      /** A fact of the system, such as a mailbox. */
      fact: 'text-ink-2 shadow-[inset_0_0_0_1px_var(--line-strong)]',
      /** Dry run, and nothing else. */
      dryRun: 'border border-dashed border-line-control text-ink-2',
      success: 'bg-success-soft text-success-ink',
      warning: 'bg-warning-soft text-warning-ink',
      danger: 'bg-danger-soft text-danger-ink',
      info: 'bg-info-soft text-info-ink',
      accent: 'bg-accent-soft text-accent-ink',
    },
  },
  defaultVariants: { tone: 'plain' },
})

/** A short word that belongs to a thing: its tag, its mailbox, its mode. */
export function Tag({ tone, icon, children, className }: { icon?: LucideIcon; children: ReactNode; className?: string } & VariantProps<typeof tag>) {
  return (
    <span className={cn(tag({ tone }), className)}>
      {icon && <Icon of={icon} size={12} />}
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A filter or a value that can be taken away. */
export function Chip({ children, onRemove, removeLabel, className }: { children: ReactNode; onRemove?: () => void; removeLabel?: string; className?: string }) {
  return (
    <span className={cn('inline-flex h-6 max-w-full items-center gap-1 rounded-tag border border-line-strong ps-2 text-12', onRemove ? 'pe-0.5' : 'pe-2', className)}>
      <span className="truncate">{children}</span>
      {onRemove && (
        <button type="button" aria-label={removeLabel} onClick={onRemove} className="relative grid size-5 place-items-center rounded-xs text-ink-3 after:absolute after:-inset-0.5 hover:bg-hover hover:text-ink max-sm:after:-inset-3">
          <Icon of={X} size={12} />
        </button>
      )}
    </span>
  )
}

/** A count on an icon: never a sentence, capped at 99+. */
export function CountBadge({ count, className }: { count: number; className?: string }) {
  if (count <= 0) return null
  return (
    <span className={cn('min-w-4 rounded-full bg-accent px-1 text-center text-[10px] leading-[14px] font-strong text-on-solid', className)}>{count > 99 ? '99+' : count}</span>
  )
}

const DOTS = { muted: 'bg-muted', success: 'bg-success', warning: 'bg-warning', danger: 'bg-danger', info: 'bg-info', waiting: 'bg-waiting', accent: 'bg-accent' } as const

/** A seven-pixel dot. The word beside it says what it means. */
export function Dot({ tone = 'muted', className }: { tone?: keyof typeof DOTS; className?: string }) {
  return <span aria-hidden className={cn('inline-block size-[7px] shrink-0 rounded-full', DOTS[tone], className)} />
}
