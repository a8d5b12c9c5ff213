import type { ReactNode } from 'react'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'

export interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** One sentence: what this is (first use), what hides it (filtered out), or what was done (all done). */
  text?: ReactNode
  /** One next step. */
  action?: ReactNode
  /** A quieter second way. */
  second?: ReactNode
  /** The filters that hide everything, as chips. */
  filters?: ReactNode
  tone?: 'plain' | 'success'
  className?: string
}

/** Nothing to show, and why, and the one thing to do about it. */
export function EmptyState({ icon, title, text, action, second, filters, tone = 'plain', className }: EmptyStateProps) {
  return (
    <div className={cn('flex h-full flex-col items-center justify-center gap-1 px-6 py-10 text-center', className)}>
      <span className={cn('mb-2 grid size-10 place-items-center rounded-node', tone === 'success' ? 'bg-success-soft text-success-ink' : 'bg-muted-soft text-ink-2')}>
        <Icon of={icon} size={18} />
      </span>
      <p className="text-14 font-strong text-balance">{title}</p>
      {text && <p className="max-w-72 text-ink-3">{text}</p>}
      {filters && <div className="mt-3 flex flex-wrap justify-center gap-1.5">{filters}</div>}
      {action && <div className="mt-3">{action}</div>}
      {second && <div className="mt-1">{second}</div>}
    </div>
  )
}
