'use client'
import { useFormats } from './language-provider'
import { useNow } from './now'

export interface TimeProps {
  at: Date | string
  /** `short` where people scan; `clock` and `seconds` within one day; `relative` for what is near; `full` in details. */
  as?: 'short' | 'clock' | 'seconds' | 'date' | 'relative' | 'full'
  className?: string
}

/** A moment in the reader's zone; the full form on hover, and for whoever reads the markup. */
export function Time({ at, as = 'short', className }: TimeProps) {
  const formats = useFormats()
  const now = useNow()
  const when = typeof at === 'string' ? new Date(at) : at
  const text = {
    short: () => formats.short(when, now),
    clock: () => formats.clock(when),
    seconds: () => formats.clock(when, 'seconds'),
    date: () => formats.date(when),
    relative: () => formats.relative(when, now),
    full: () => formats.full(when),
  }[as]()
  return (
    <time dateTime={when.toISOString()} title={formats.full(when)} className={className} suppressHydrationWarning>
      {text}
    </time>
  )
}
