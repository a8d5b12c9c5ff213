'use client'
import { Check, Minus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Compared } from '../../rules/node-type'
import { expectedOf } from '../../rules/condition-sentence'
import { NO_NAMES, toText, type Language, type Names } from '../../rules/sentence'
import { useFormats } from '../language/language-provider'
import { useRuleLanguage } from '../sentence/rule-language'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { isOpposite, marked, sizeOfGroup } from './compared-rows'

/**
 * What a decision compared: verdict, field, what the rule expects, what the mail had. The same in the test dock, in a run and in "why not", and always
 * from what was stored when it was decided. This folder draws explanations; it never decides anything again.
 */
export function ValueCompare({ rows, names = NO_NAMES, storedAt, className }: { rows: readonly Compared[]; /** For refs in what was expected, such as word lists. */ names?: Names; storedAt?: Date | null; className?: string }) {
  const t = useTranslations('states')
  const formats = useFormats()
  return (
    <div role="table" aria-label={t('compared.head')} className={cn('overflow-hidden rounded-node border border-line text-12', className)}>
      <div role="row" className={cn(ROW, 'min-h-7 items-center bg-surface text-11 font-medium text-ink-3 max-sm:sr-only')}>
        <span role="columnheader" className="sr-only">
          {t('compared.verdict')}
        </span>
        <span role="columnheader" className="col-start-2">
          {t('compared.head')}
        </span>
        <span role="columnheader">{t('compared.expected')}</span>
        <span role="columnheader">{storedAt ? t('compared.actualStored', { time: formats.clock(storedAt, 'seconds') }) : t('compared.actual')}</span>
      </div>
      {rows.map((row) => (
        <ComparedRow key={`${row.kind} ${row.path.join('.')}`} row={row} rows={rows} names={names} />
      ))}
    </div>
  )
}

const ROW = 'grid grid-cols-[20px_minmax(0,3fr)_minmax(0,4fr)_minmax(0,5fr)] gap-x-3 px-3 [&:not(:first-child)]:border-t [&:not(:first-child)]:border-line max-sm:grid-cols-[20px_minmax(0,1fr)]'

/** On a phone the values stand under their field, as far in as it is: 14 pixels for each group around it. */
const BELOW = ['', 'max-sm:ps-3.5', 'max-sm:ps-7', 'max-sm:ps-10.5', 'max-sm:ps-14', 'max-sm:ps-17.5'] as const

function ComparedRow({ row, rows, names }: { row: Compared; rows: readonly Compared[]; names: Names }) {
  const t = useTranslations('states')
  const language = useRuleLanguage()
  const depth = row.path.length
  const below = BELOW[Math.min(depth, BELOW.length - 1)]
  const verdict = row.verdict === null ? t('compared.notEvaluated') : t(row.verdict ? 'compared.hit' : 'compared.miss')
  const [icon, ink] = row.verdict === null ? ([Minus, 'text-ink-3'] as const) : row.verdict ? ([Check, 'text-success-ink'] as const) : ([X, 'text-danger-ink'] as const)
  return (
    <div role="row" className={cn(ROW, 'min-h-(--row-compact) items-start py-2 max-sm:gap-y-0.5')}>
      <span role="cell" className={cn('pt-px', ink)}>
        <Icon of={icon} size={14} />
        <span className="sr-only">{verdict}</span>
      </span>
      {row.kind === 'group' ? (
        <>
          <span role="cell" className="font-medium" style={{ paddingInlineStart: depth * 14 }}>
            {row.name === undefined ? '' : `${row.name}: `}
            {t(`compared.${row.mode ?? 'all'}`, { count: sizeOfGroup(row, rows) })}
          </span>
          <span role="cell" className="max-sm:hidden" />
          <span role="cell" className={cn(ink, 'max-sm:hidden')}>
            {row.verdict === null ? t('compared.notEvaluatedWhy') : t(row.verdict ? 'compared.true' : 'compared.false')}
          </span>
        </>
      ) : (
        <>
          <span role="cell" style={{ paddingInlineStart: depth * 14 }}>
            {fieldLabel(row, language, names)}
          </span>
          <span role="cell" className={cn('text-ink max-sm:col-start-2', below)}>
            <span className="text-ink-3">{language.say(`condition.operatorLabel.${row.operator ?? ''}`, {})}</span> {saidExpected(row, language, names)}
          </span>
          <span role="cell" className={cn('[overflow-wrap:anywhere] max-sm:col-start-2', below)}>
            <Actual row={row} />
          </span>
        </>
      )}
    </div>
  )
}

/** In words that fit what it is: names of lists, sizes with their unit, days as people say them. */
function saidExpected(row: Compared, language: Language, names: Names): string {
  const value = expectedOf(row)
  if (value === null) return ''
  return 'texts' in value ? value.texts.join(', ') : toText([{ phrase: 'condition.value', values: { value } }], language, names)
}

function Actual({ row }: { row: Compared }) {
  const t = useTranslations('states')
  if (row.actual === null) return <span className="text-ink-3">{t('compared.notEvaluatedWhy')}</span>
  if (row.actual.length === 0) return <span className="text-ink-3">{t('compared.empty')}</span>
  return (
    <>
      {row.actual.map((value, index) => {
        const parts = marked(value, row.mark !== undefined && row.mark[0] === index ? row.mark : null)
        return (
          <span key={index}>
            {index > 0 && ', '}
            {parts.before}
            {parts.mark !== '' && (
              <mark className={isOpposite(row) ? 'bg-danger-soft px-0.5 shadow-[inset_0_-1px_0_var(--danger-line)]' : 'bg-success-soft px-0.5 text-success-ink shadow-[inset_0_-1px_0_var(--success-line)]'}>{parts.mark}</mark>
            )}
            {parts.after}
          </span>
        )
      })}
    </>
  )
}

/** `header:x-priority` is stored as one name; a header's own name is the machine's, a calendar's is the workspace's. */
function fieldLabel(row: Compared, language: Language, names: Names) {
  const [id = '', name] = (row.field ?? '').split(/:(.*)/s)
  const label = language.say(`condition.fieldLabel.${id}`, {})
  return name ? (
    <>
      {label} <code className="text-11">{names.calendar?.[name] ?? name}</code>
    </>
  ) : (
    label
  )
}
