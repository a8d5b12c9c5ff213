import type { ReactNode } from 'react'
import Link from 'next/link'
import { cn } from '../ui/class-names'
import { Icon, type LucideIcon } from '../ui/icon'

/** A group of links in the section column, with an optional heading. */
export function NavGroup({ heading, action, children }: { heading?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div role="group" aria-label={heading} className="flex flex-col gap-px">
      {heading && (
        <div className="flex h-6 items-center ps-2 text-11 font-medium text-ink-3">
          <span className="min-w-0 flex-1 truncate">{heading}</span>
          {action}
        </div>
      )}
      {children}
    </div>
  )
}

export interface NavLinkProps {
  href: string
  label: string
  current: boolean
  icon?: LucideIcon
  /** Instead of the icon, such as a `Dot`. */
  mark?: ReactNode
  count?: ReactNode
  /** Set when the count or mark needs saying. */
  description?: string
}

export function NavLink({ href, label, current, icon, mark, count, description }: NavLinkProps) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      aria-label={description ? `${label}, ${description}` : undefined}
      className={cn('flex min-h-7 items-center gap-2 rounded-control px-2 text-ink-2 hover:bg-hover max-lg:min-h-11', current && 'bg-pressed font-medium text-ink hover:bg-pressed')}
    >
      {icon && <Icon of={icon} className={current ? 'text-ink' : 'text-ink-3'} />}
      {mark && <span className="grid size-4 shrink-0 place-items-center">{mark}</span>}
      <span className="min-w-0 flex-1 truncate" title={label}>
        {label}
      </span>
      {count !== undefined && <span className="text-12 font-normal text-ink-3">{count}</span>}
    </Link>
  )
}
