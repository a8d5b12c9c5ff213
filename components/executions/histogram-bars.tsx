'use client'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { cn } from '../ui/class-names'
import type { Stretch } from './histogram-brush'
import { SERIES, type Column } from './histogram-series'
import { startOfBar, ticks, type TimeFrame } from './time-frame'

/** The bars and the times under them. What the brush leaves out is pale. */
export function HistogramBars({ frame, columns, stretch, sparse }: { frame: TimeFrame; columns: readonly Column[]; stretch: Stretch | null; sparse: boolean }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const day = new Intl.DateTimeFormat(formats.tag, { timeZone: formats.timeZone, weekday: 'short', day: 'numeric' })
  const highest = Math.max(1, ...columns.map(({ total }) => total))
  const all = columns.reduce((sum, { total }) => sum + total, 0)
  const peak = columns.find(({ total }) => total === highest)
  const summary = peak === undefined ? t('chart.empty') : t('chart.summary', { count: all, most: highest, time: formats.full(peak.at) })
  const marks = ticks(frame, formats.timeZone).filter(({ as }) => !sparse || as === 'day' || frame.bucketSeconds <= 1800)
  return (
    <>
      <div role="img" aria-label={summary} className="flex h-16 items-end gap-px border-b border-line-strong max-sm:h-11">
        {columns.map(({ at, parts, total }, index) => (
          <div key={at.getTime()} className={cn('flex min-w-0 flex-1 flex-col-reverse overflow-hidden rounded-t-[1px]', stretch !== null && (index < stretch[0] || index >= stretch[1]) && 'opacity-35')} style={{ height: `${(total / highest) * 100}%`, minHeight: total > 0 ? 2 : 0 }}>
            {parts.map(({ id, count }) => (
              <span key={id} className={SERIES.find((series) => series.id === id)?.colour} style={{ flexGrow: count, flexBasis: 0 }} />
            ))}
          </div>
        ))}
      </div>
      <div aria-hidden className="relative h-5 text-11 text-ink-3">
        {marks.map(({ index, as }) => {
          const at = startOfBar(frame, index)
          const place = index / frame.bars
          return place > (sparse ? 0.88 : 0.95) ? null : (
            <span key={index} className="absolute top-1 whitespace-nowrap" style={{ insetInlineStart: `${place * 100}%` }}>
              {as === 'day' ? day.format(at) : formats.clock(at)}
            </span>
          )
        })}
      </div>
    </>
  )
}
