import type { ReactNode } from 'react'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'

const TONES = {
  plain: 'border-line bg-surface [&>svg]:text-ink-3',
  info: 'border-info-line bg-info-soft [&>svg]:text-info-ink',
  warning: 'border-warning-line bg-warning-soft [&>svg]:text-warning-ink',
  danger: 'border-danger-line bg-danger-soft [&>svg]:text-danger-ink',
} as const

/** A strip over a list or form: something is partly wrong or worth knowing, and one way to deal with it. With `edge` it spans the pane. */
export function Notice({ icon, tone = 'plain', children, action, edge = false, className }: { icon: LucideIcon; tone?: keyof typeof TONES; children: ReactNode; action?: ReactNode; edge?: boolean; className?: string }) {
  return (
    <div className={cn('flex min-h-9 items-center gap-2.5 px-3 py-1.5 text-12 text-ink-2', edge ? 'border-b' : 'rounded-control border', TONES[tone], className)}>
      <Icon of={icon} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  )
}
