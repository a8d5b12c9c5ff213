'use client'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import type { WhatIfStatus } from './use-what-if'

const DAY = 86_400_000
/** More bars than this would be thinner than a line: then one stands for several days. */
const MOST_BARS = 90

interface Bar {
  readonly from: number
  readonly looked: number
  readonly matched: number
}

/** Matches by day over all mail of that day; pale is what was passed over. */
export function WhatIfDays({ status }: { status: WhatIfStatus }) {
  const t = useTranslations('whatIf')
  const formats = useFormats()
  const bars = barsOf(status)
  const [first, last] = [bars[0], bars.at(-1)]
  if (first === undefined || last === undefined) return null
  const highest = Math.max(1, ...bars.map(({ looked }) => looked))
  const most = bars.reduce((best, bar) => (bar.matched > best.matched ? bar : best), first)
  const day = new Intl.DateTimeFormat(formats.tag, { timeZone: 'UTC', day: 'numeric', month: 'short' })
  return (
    <figure className="px-4 pt-3">
      <div role="img" aria-label={t('daysSummary', { count: status.counts.matched, most: most.matched, day: day.format(most.from) })} className="flex h-14 items-end gap-px border-b border-line-strong">
        {bars.map(({ from, looked, matched }) => (
          <span key={from} title={t('dayCount', { day: day.format(from), matched: formats.number(matched), looked: formats.number(looked) })} className="relative flex min-w-0 flex-1 flex-col-reverse rounded-t-[1px] bg-pressed" style={{ height: `${(looked / highest) * 100}%`, minHeight: looked > 0 ? 2 : 0 }}>
            <span className="rounded-t-[1px] bg-accent" style={{ height: `${looked === 0 ? 0 : (matched / looked) * 100}%`, minHeight: matched > 0 ? 2 : 0 }} />
          </span>
        ))}
      </div>
      <figcaption className="flex justify-between pt-1 text-11 text-ink-3">
        <span>{day.format(first.from)}</span>
        <span>{t('daysLegend')}</span>
        <span>{day.format(last.from)}</span>
      </figcaption>
    </figure>
  )
}

/** Every day from the first with mail to the last, days without any too. */
function barsOf({ counts: { days } }: WhatIfStatus): readonly Bar[] {
  const known = new Map(days.map((day) => [Date.parse(day.day), day]))
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return []
  const begin = Date.parse(first.day)
  const all = Math.round((Date.parse(last.day) - begin) / DAY) + 1
  const width = Math.ceil(all / MOST_BARS)
  return Array.from({ length: Math.ceil(all / width) }, (_, bar) => {
    const from = begin + bar * width * DAY
    const within = Array.from({ length: width }, (__, day) => known.get(from + day * DAY))
    return { from, looked: within.reduce((sum, day) => sum + (day?.looked ?? 0), 0), matched: within.reduce((sum, day) => sum + (day?.matched ?? 0), 0) }
  })
}
