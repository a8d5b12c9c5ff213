'use client'
import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { sentenceOfCompared } from '../../rules/condition-sentence'
import { deciding } from '../../rules/explain'
import type { Compared } from '../../rules/node-type'
import { NO_NAMES, toText } from '../../rules/sentence'
import { marked } from '../explanation/compared-rows'
import { useRuleLanguage } from '../sentence/rule-language'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'

const SHOWN = 3

/** The comparisons that decided, in few words for a narrow column: what was asked, and beside it what the mail had. */
export function ComparedLines({ rows }: { rows: readonly Compared[] }) {
  const t = useTranslations('inbox')
  const deciders = deciding(rows)
  return (
    <ul className="flex flex-col gap-1">
      {deciders.slice(0, SHOWN).map((row) => (
        <ComparedLine key={row.path.join('.')} row={row} />
      ))}
      {deciders.length > SHOWN && <li className="text-ink-3">{t('moreComparisons', { count: deciders.length - SHOWN })}</li>}
    </ul>
  )
}

function ComparedLine({ row }: { row: Compared }) {
  const t = useTranslations('inbox')
  const states = useTranslations('states')
  const language = useRuleLanguage()
  const hit = row.verdict === true
  const [value] = row.actual ?? []
  const parts = value === undefined ? null : marked(value, row.mark ?? null)
  return (
    <li className="flex gap-1.5">
      <span className={cn('pt-px', hit ? 'text-success-ink' : 'text-danger-ink')}>
        <Icon of={hit ? Check : X} size={14} />
        <span className="sr-only">{states(hit ? 'compared.hit' : 'compared.miss')}</span>
      </span>
      <span className="min-w-0 text-ink-3 [overflow-wrap:anywhere]">
        {t('asked', { test: toText(sentenceOfCompared(row), language, NO_NAMES) })}{' '}
        {parts === null ? (
          states('compared.empty')
        ) : (
          <code className="rounded-tag bg-muted-soft px-1 text-11 text-ink">
            {parts.before.slice(-60)}
            {parts.mark !== '' && <mark className={hit ? 'bg-success-soft text-success-ink' : 'bg-danger-soft'}>{parts.mark}</mark>}
            {parts.after.slice(0, 60)}
          </code>
        )}
        {(row.actual?.length ?? 0) > 1 && <span>{` +${(row.actual?.length ?? 1) - 1}`}</span>}
      </span>
    </li>
  )
}
