'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { ReportLine } from '../../rules/exchange/format'
import { NO_NAMES, toText } from '../../rules/sentence'
import { useRuleLanguage } from '../sentence/rule-language'
import { Checkbox } from '../ui/checkbox'
import { Icon } from '../ui/icon'
import { SEVERITY_LOOKS } from './report-list'

const SEVERITIES = ['error', 'lost', 'changed', 'taken'] as const

/** A script line by line, beside each what became of it. */
export function ScriptSource({ text, report }: { text: string; report: readonly ReportLine[] }) {
  const t = useTranslations('exchange')
  const [onlyDiffering, setOnlyDiffering] = useState(false)
  const isDiffering = ({ severity }: ReportLine) => severity !== 'taken'
  const counts = SEVERITIES.map((severity) => ({ severity, count: report.filter((remark) => remark.severity === severity).length })).filter(({ count }) => count > 0)
  const lines = text.trimEnd().split(/\r?\n/).map((source, index) => ({ number: index + 1, source, remarks: report.filter((remark) => remark.line === index + 1 && (!onlyDiffering || isDiffering(remark))) }))
  const shown = onlyDiffering ? lines.filter(({ remarks }) => remarks.length > 0) : lines
  const general = report.filter(({ line }) => line === null)
  const hasBoth = report.some(isDiffering) && !report.every(isDiffering)
  return (
    <section aria-label={t('scriptLabel')} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13">
          {counts.map(({ severity, count }) => (
            <li key={severity} className="flex items-center gap-1.5">
              <Icon of={SEVERITY_LOOKS[severity].icon} className={SEVERITY_LOOKS[severity].ink} />
              {t(`scriptCount.${severity}`, { count })}
            </li>
          ))}
        </ul>
        {hasBoth && <Checkbox label={t('scriptDiffering')} checked={onlyDiffering} onChange={setOnlyDiffering} />}
      </div>
      {general.length > 0 && (
        <ul className="flex flex-col gap-1">
          {general.map((remark, index) => (
            <Remark key={index} remark={remark} />
          ))}
        </ul>
      )}
      <ol tabIndex={0} aria-label={t('scriptLabel')} className="max-h-[45vh] divide-y divide-line overflow-y-auto rounded-node border border-line text-13">
        {shown.map(({ number, source, remarks }) => (
          <li key={number} className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-2 px-2 py-1 sm:grid-cols-[2.5rem_minmax(0,1fr)_minmax(0,1fr)]">
            <span className="text-right font-mono text-12 text-ink-3 tabular-nums select-none">{number}</span>
            <code className="font-mono text-12 break-words whitespace-pre-wrap">{source}</code>
            {remarks.length > 0 && (
              <ul className="col-start-2 flex flex-col gap-1 sm:col-start-3">
                {remarks.map((remark, index) => (
                  <Remark key={index} remark={remark} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function Remark({ remark: { severity, says } }: { remark: ReportLine }) {
  const t = useTranslations('exchange')
  const language = useRuleLanguage()
  return (
    <li className="flex gap-1.5 text-13">
      <Icon of={SEVERITY_LOOKS[severity].icon} className={`mt-0.5 shrink-0 ${SEVERITY_LOOKS[severity].ink}`} />
      <span className={severity === 'taken' ? 'text-ink-2' : ''}>
        <span className="sr-only">{t(`severity.${severity}`)}: </span>
        {toText(says, language, NO_NAMES)}
      </span>
    </li>
  )
}
