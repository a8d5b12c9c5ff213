import type { ReactNode } from 'react'
import { ChevronRight } from 'lucide-react'
import { cn } from './class-names'
import { Icon } from './icon'

/** The 48 px bar over a pane: what you are in at the left, then quiet icon buttons, a separator, secondary buttons, one primary at the right. */
export function Toolbar({ children, className, label }: { children: ReactNode; className?: string; label?: string }) {
  return (
    <div role={label ? 'group' : undefined} aria-label={label} data-chrome className={cn('flex h-(--toolbar) min-w-0 shrink-0 items-center gap-1 border-b border-line px-4', className)}>
      {children}
    </div>
  )
}

/** The 36 px bar below it: filters, sort, counts. */
export function Subbar({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn('flex min-h-(--subbar) shrink-0 items-center gap-1.5 border-b border-line px-4', className)}>{children}</div>
}

/** The title of a pane. One `h1` per screen; panes beside it use level 2. */
export function ToolbarTitle({ children, count, level = 1 }: { children: ReactNode; count?: ReactNode; level?: 1 | 2 }) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <Heading className="flex min-w-0 items-baseline gap-2 text-14 font-strong tracking-[var(--track-tight)] max-sm:text-16">
      <span className="truncate">{children}</span>
      {count !== undefined && <span className="text-13 font-normal text-ink-3">{count}</span>}
    </Heading>
  )
}

/** Where a thing stands: links, then its own name. */
export function Crumbs({ label, links, current }: { label: string; links: readonly ReactNode[]; current: ReactNode }) {
  return (
    <nav aria-label={label} className="flex min-w-0 items-center gap-1.5 text-ink-3">
      {links.map((link, index) => (
        <span key={index} className="flex items-center gap-1.5 whitespace-nowrap hover:[&_a]:text-ink max-sm:hidden">
          {link}
          <Icon of={ChevronRight} size={12} />
        </span>
      ))}
      <h1 aria-current="page" className="min-w-0 truncate font-strong text-ink">
        {current}
      </h1>
    </nav>
  )
}

export function Spacer() {
  return <span className="min-w-0 flex-1" />
}

export function Separator() {
  return <span aria-hidden className="mx-1.5 h-4 w-px shrink-0 bg-line-strong" />
}
