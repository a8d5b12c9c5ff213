import { Skeleton } from '../ui/skeleton'

/** A record on its way to the screen, in the geometry of what follows. */
export function RecordSkeleton() {
  return (
    <div className="animate-appear">
      <div className="flex h-[67px] flex-col justify-center gap-3 border-b border-line px-4">
        <Skeleton className="h-4 w-2/5" />
        <Skeleton className="w-1/5" />
      </div>
      <div className="grid grid-cols-[304px_minmax(0,1fr)] max-lg:grid-cols-1">
        <div className="flex flex-col gap-5 border-e border-line p-4 max-lg:hidden">
          {['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3'].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
        <div className="flex flex-col gap-5 p-4">
          {['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5', 'w-1/2'].map((width, index) => (
            <Skeleton key={index} className={width} />
          ))}
        </div>
      </div>
    </div>
  )
}
