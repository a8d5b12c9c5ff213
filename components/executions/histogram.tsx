'use client'
import { useMemo, useState } from 'react'
import { ChartColumn, Table2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useMedia } from '../shell/panes'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { HistogramBars } from './histogram-bars'
import { Brush, type Stretch } from './histogram-brush'
import { columnsOf, SERIES, seriesIn, type Bar } from './histogram-series'
import { HistogramTable } from './histogram-table'
import { useStretchWords } from './stretch-words'
import { barAt, startOfBar } from './time-frame'
import type { FilterState } from './use-run-filter'

/** When runs began, by state, with a brush that narrows the list; the same as a table for whoever prefers numbers. */
export function Histogram({ state: { filter, frame, change }, bars, total }: { state: FilterState; bars: readonly Bar[]; total: number | undefined }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const stretchWords = useStretchWords()
  const roomy = useMedia('(min-width: 640px)')
  const [asTable, setAsTable] = useState(false)
  const columns = useMemo(() => columnsOf(frame, bars), [frame, bars])
  const all = columns.reduce((sum, column) => sum + column.total, 0)
  const stretch: Stretch | null = filter.from === null && filter.until === null ? null : [filter.from === null ? 0 : barAt(frame, filter.from), filter.until === null ? frame.bars : barAt(frame, filter.until)]
  const choose = (next: Stretch | null) => {
    if (next === null) return change({ from: null, until: null })
    change({ from: startOfBar(frame, next[0]), until: next[1] >= frame.bars ? null : startOfBar(frame, next[1]) })
  }
  return (
    <section aria-label={t('chart.label')} data-chrome className="shrink-0 border-b border-line px-4 pt-2 pb-2">
      <div className="flex min-h-6 items-center gap-2">
        <h2 className="min-w-0 truncate font-medium">{stretch === null ? t(`range.${filter.range}`) : stretchWords(startOfBar(frame, stretch[0]), startOfBar(frame, stretch[1]))}</h2>
        <span className="shrink-0 text-ink-3" role="status">
          {total === undefined ? '' : stretch === null ? t('runs', { count: total }) : t('runsOf', { count: formats.number(total), all })}
        </span>
        <span className="flex-1" />
        <ul className="flex gap-3 text-12 text-ink-2 max-sm:hidden">
          {seriesIn(columns).map((id) => (
            <li key={id} className="flex items-center gap-1.5">
              <span aria-hidden className={cn('size-2 rounded-[2px]', SERIES.find((series) => series.id === id)?.colour)} />
              {t(`series.${id}`)}
            </li>
          ))}
        </ul>
        <IconButton size="s" icon={asTable ? ChartColumn : Table2} label={t(asTable ? 'chart.asBars' : 'chart.asTable')} onClick={() => setAsTable(!asTable)} className="-me-1" />
      </div>
      {asTable ? (
        <HistogramTable frame={frame} columns={columns} onChoose={(index) => choose([index, index + 1])} />
      ) : (
        <Brush frame={frame} value={stretch} onChange={choose}>
          <HistogramBars frame={frame} columns={columns} stretch={stretch} sparse={!roomy} />
        </Brush>
      )}
    </section>
  )
}
