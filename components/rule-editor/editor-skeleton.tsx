import { useTranslations } from 'next-intl'
import { Skeleton } from '../ui/skeleton'

/** The editor's bars and columns while the rule is on its way. */
export function EditorSkeleton() {
  const t = useTranslations('ui')
  return (
    <div role="status" aria-label={t('loading')} className="flex min-h-0 flex-1 animate-appear flex-col">
      <div className="flex h-(--toolbar) shrink-0 items-center gap-3 border-b border-line px-4">
        <Skeleton className="w-48" />
        <span className="flex-1" />
        <Skeleton className="h-7 w-24 rounded-control" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-(--palette) shrink-0 flex-col gap-4 border-e border-line bg-surface p-4 max-xl:hidden">
          {Array.from({ length: 9 }, (_, row) => (
            <Skeleton key={row} className="w-3/4" />
          ))}
        </div>
        <div className="flex flex-1 flex-col items-center gap-14 bg-canvas pt-8">
          {Array.from({ length: 3 }, (_, row) => (
            <Skeleton key={row} className="h-[72px] w-60 rounded-node bg-raised" />
          ))}
        </div>
        <div className="w-(--inspector) shrink-0 border-s border-line max-lg:hidden" />
      </div>
    </div>
  )
}
