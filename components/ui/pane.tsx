import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names'

/** Panes side by side with one line between; each scrolls by itself. */
export function Split({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn('flex min-h-0 min-w-0 flex-1 [&>*+*]:border-s [&>*+*]:border-line', className)}>{children}</div>
}

/** One of the panes: a column whose bars stay and whose `Scroll` moves. Give it a width, or `flex-1`. */
export function Pane({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={cn('flex min-h-0 min-w-0 flex-col', className)} {...rest} />
}

/** The part of a pane that scrolls. Focusable where nothing inside is, so that keys can scroll it. */
export function Scroll({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={cn('thin-scroll ring-inside min-h-0 flex-1 overflow-y-auto', className)} {...rest} />
}

/** Names and values in two columns, for details. */
export function Details({ rows, className }: { rows: readonly { readonly name: ReactNode; readonly value: ReactNode }[]; className?: string }) {
  return (
    <dl className={cn('grid grid-cols-[104px_minmax(0,1fr)] items-start gap-y-1', className)}>
      {rows.map((row, index) => (
        <div key={index} className="contents">
          <dt className="py-0.5 text-ink-3">{row.name}</dt>
          <dd className="min-w-0 py-0.5 [overflow-wrap:anywhere]">{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
