'use client'
import { Check, CircleAlert, CircleMinus, Shuffle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReportLine } from '../../rules/exchange/format'
import { NO_NAMES, toText } from '../../rules/sentence'
import { useRuleLanguage } from '../sentence/rule-language'
import { Icon } from '../ui/icon'

/** How each kind of remark is marked. */
export const SEVERITY_LOOKS = {
  error: { icon: CircleAlert, ink: 'text-danger-ink' },
  lost: { icon: CircleMinus, ink: 'text-warning-ink' },
  changed: { icon: Shuffle, ink: 'text-info-ink' },
  taken: { icon: Check, ink: 'text-success-ink' },
} as const

/** What was said of a text, each remark with its place. */
export function ReportList({ report }: { report: readonly ReportLine[] }) {
  const t = useTranslations('exchange')
  const language = useRuleLanguage()
  return (
    <ul className="divide-y divide-line rounded-node border border-line">
      {report.map(({ severity, line, column, path, says }, index) => {
        const place = [line === null ? '' : column === undefined ? t('line', { line }) : t('lineColumn', { line, column }), path ?? ''].filter((part) => part !== '')
        return (
          <li key={index} className="flex gap-2 px-3 py-2 text-13">
            <Icon of={SEVERITY_LOOKS[severity].icon} className={`mt-0.5 ${SEVERITY_LOOKS[severity].ink}`} />
            <span className="min-w-0">
              <span className="sr-only">{t(`severity.${severity}`)}: </span>
              {toText(says, language, NO_NAMES)}
              {place.length > 0 && <span className="block font-mono text-12 break-all text-ink-3">{place.join(' · ')}</span>}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
