import { useId, type ReactNode } from 'react'
import { cn } from '../ui/class-names'

/** A titled part of a page: heading, a quiet fact beside it, one action at the right, then its box. */
export function Block({ title, fact, action, children, className }: { title: string; fact?: ReactNode; action?: ReactNode; children: ReactNode; className?: string }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={cn('flex flex-col gap-2', className)}>
      <div className="flex min-h-7 flex-wrap items-center gap-x-2">
        <h3 id={id} className="font-strong">
          {title}
        </h3>
        {fact && <span className="text-12 text-ink-3">{fact}</span>}
        <span className="flex-1" />
        {action}
      </div>
      {children}
    </section>
  )
}

/** A box of rows with one line between them. */
export function Rows({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn('divide-y divide-line rounded-node border border-line', className)}>{children}</div>
}

/** One row: a name with a second line, and what stands at its end. */
export function Row({ title, text, children }: { title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
        {text && <p className="text-12 [overflow-wrap:anywhere] text-ink-3">{text}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  )
}
