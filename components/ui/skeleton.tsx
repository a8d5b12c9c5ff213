import { useTranslations } from 'next-intl'
import { cn } from './class-names'

/** A grey bar in the place and size of what is coming. It appears after 150 ms, so that quick answers show none. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn('block h-2.5 animate-breathe rounded-full bg-pressed', className)} />
}

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3'] as const

/** Rows of a list while it loads, in the geometry of the rows that follow. */
export function SkeletonRows({ rows = 8, rowClassName, lines = 2 }: { rows?: number; rowClassName?: string; lines?: 1 | 2 | 3 }) {
  const t = useTranslations('ui')
  return (
    <div role="status" aria-label={t('loading')} className="animate-appear">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={cn('flex h-(--row-mail) flex-col justify-center gap-2 border-b border-line px-4', rowClassName)}>
          <div className="flex justify-between gap-8">
            <Skeleton className={WIDTHS[row % WIDTHS.length]} />
            <Skeleton className="w-8" />
          </div>
          {lines > 1 && <Skeleton className={WIDTHS[(row + 3) % WIDTHS.length]} />}
          {lines > 2 && <Skeleton className={WIDTHS[(row + 1) % WIDTHS.length]} />}
        </div>
      ))}
    </div>
  )
}
