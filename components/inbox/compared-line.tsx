'use client'
import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { sentenceOfCompared } from '../../rules/condition-sentence'
import type { Compared } from '../../rules/node-type'
import { toText } from '../../rules/sentence'
import { marked } from '../explanation/compared-rows'
import { useRuleLanguage } from '../sentence/rule-language'
import { useNames } from '../sentence/use-names'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { groupsOf, isYes } from './compared-groups'

const SHOWN = 4

/** The comparisons that decided, in few words for a narrow column: what was asked, and beside it what the mail had. */
export function ComparedLines({ rows }: { rows: readonly Compared[] }) {
  const t = useTranslations('inbox')
  const groups = groupsOf(rows)
  const yes = isYes(rows)
  return (
    <ul className="flex flex-col gap-1">
      {groups.slice(0, SHOWN).map(({ row }) => (
        <ComparedLine key={row.path.join('.')} row={row} yes={yes} />
      ))}
      {groups.length > SHOWN && <li className="ps-5 text-ink-3">{t('moreComparisons', { count: groups.length - SHOWN })}</li>}
    </ul>
  )
}

/** A miss is red only where it kept the rule from acting. */
function ComparedLine({ row, yes }: { row: Compared; yes: boolean }) {
  const t = useTranslations('inbox')
  const states = useTranslations('states')
  const language = useRuleLanguage()
  const names = useNames()
  const hit = row.verdict === true
  const test = toText(sentenceOfCompared(row), language, names)
  const isFlag = (row.expected ?? []).length === 0
  return (
    <li className="flex gap-1.5">
      <span className={cn('pt-px', hit ? (yes ? 'text-success-ink' : 'text-danger-ink') : yes ? 'text-ink-3' : 'text-danger-ink')}>
        <Icon of={hit ? Check : X} size={14} />
      </span>
      <span className="min-w-0 text-ink-3 [overflow-wrap:anywhere]">
        {isFlag ? (
          <>
            {t('askedFlag', { test })} <span className="text-ink">{states(hit ? 'compared.hit' : 'compared.miss')}</span>
          </>
        ) : (
          <>
            <span className="sr-only">{states(hit ? 'compared.hit' : 'compared.miss')}</span> {t('asked', { test })} <Actual row={row} />
          </>
        )}
      </span>
    </li>
  )
}

function Actual({ row }: { row: Compared }) {
  const states = useTranslations('states')
  const [index = 0] = row.mark ?? []
  const value = row.actual?.[index]
  if (value === undefined) return <span>{states('compared.empty')}</span>
  const parts = marked(value, row.mark ?? null)
  const others = (row.actual?.length ?? 1) - 1
  return (
    <>
      <code className="rounded-tag bg-muted-soft px-1 text-11 text-ink" title={value}>
        {short(parts.before, parts.mark === '' ? 'end' : 'start')}
        {parts.mark !== '' && <mark className={row.verdict === true ? 'bg-success-soft text-success-ink' : 'bg-danger-soft'}>{parts.mark}</mark>}
        {short(parts.after, 'end')}
      </code>
      {others > 0 && <span>{` +${others}`}</span>}
    </>
  )
}

const LONG = 60

/** Cut at the far side of what matters. */
function short(text: string, side: 'start' | 'end'): string {
  if (text.length <= LONG) return text
  return side === 'end' ? `${text.slice(0, LONG)}…` : `…${text.slice(-LONG)}`
}
