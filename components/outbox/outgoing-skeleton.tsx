import { useTranslations } from 'next-intl'
import { Skeleton } from '../ui/skeleton'

/** A mail on its way to the screen. */
export function OutgoingSkeleton() {
  const t = useTranslations('ui')
  return (
    <div role="status" aria-label={t('loading')} className="flex animate-appear flex-col gap-4 p-5">
      <Skeleton className="h-4 w-1/2" />
      <Skeleton className="w-1/3" />
      {['w-3/5', 'w-2/3', 'w-1/2', 'w-3/5', 'w-2/5'].map((width, index) => (
        <Skeleton key={index} className={width} />
      ))}
    </div>
  )
}
