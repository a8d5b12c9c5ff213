'use client'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useStretchWords } from './stretch-words'
import { seriesIn, type Column } from './histogram-series'
import { startOfBar, type TimeFrame } from './time-frame'

/** The bars as numbers, empty ones left out; each time is a button that narrows the list to it. */
export function HistogramTable({ frame, columns, onChoose }: { frame: TimeFrame; columns: readonly Column[]; onChoose: (index: number) => void }) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const stretchWords = useStretchWords()
  const series = seriesIn(columns)
  const rows = columns.map((column, index) => ({ ...column, index })).filter(({ total }) => total > 0).toReversed()
  if (rows.length === 0) return <p className="py-4 text-ink-3">{t('chart.empty')}</p>
  return (
    <div tabIndex={0} role="region" aria-label={t('chart.label')} className="thin-scroll ring-inside h-21 overflow-y-auto">
      <table className="w-full text-12">
        <thead>
          <tr className="sticky top-0 bg-bg text-11 text-ink-3">
            <th scope="col" className="pe-4 text-start font-medium">{t('columns.started')}</th>
            {series.map((id) => (
              <th key={id} scope="col" className="px-2 text-end font-medium">{t(`series.${id}`)}</th>
            ))}
            <th scope="col" className="ps-2 text-end font-medium">{t('chart.total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ index, at, parts, total }) => (
            <tr key={index} className="h-6 border-t border-line">
              <th scope="row" className="pe-4 text-start font-normal">
                <button type="button" onClick={() => onChoose(index)} className="min-h-6 text-accent-ink hover:underline">{stretchWords(at, startOfBar(frame, index + 1))}</button>
              </th>
              {series.map((id) => (
                <td key={id} className="px-2 text-end text-ink-2">{formats.number(parts.find((part) => part.id === id)?.count ?? 0)}</td>
              ))}
              <td className="ps-2 text-end">{formats.number(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
