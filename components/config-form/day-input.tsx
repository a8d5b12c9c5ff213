'use client'
import { useTranslations } from 'next-intl'
import { daysFromToday } from '../../rules/moment'
import { Input } from '../ui/input'
import { Select } from '../ui/select'

const KINDS = ['date', 'today', 'ago', 'ahead'] as const
type Kind = (typeof KINDS)[number]

/** A day of the calendar, or one told from today. */
export function DayInput({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const t = useTranslations('editor')
  const away = daysFromToday(value)
  const kind: Kind = away === null ? 'date' : away === 0 ? 'today' : away < 0 ? 'ago' : 'ahead'
  const days = Math.abs(away ?? 0)
  const change = (next: Kind) => onChange(next === 'date' ? '' : next === 'today' ? 'today' : `today${next === 'ago' ? '-' : '+'}${days || 1}`)
  return (
    <span className="flex flex-wrap gap-2">
      <Select size="l" aria-label={label} value={kind} options={KINDS.map((one) => ({ value: one, label: t(`day.${one}`) }))} onChange={change} />
      {kind === 'date' && <Input size="l" type="date" aria-label={t('dayOf', { field: label })} value={value.slice(0, 10)} onChange={(event) => onChange(event.target.value)} className="w-40" />}
      {(kind === 'ago' || kind === 'ahead') && (
        <Input size="l" type="number" min={1} max={3660} step={1} aria-label={t('daysOf', { field: label })} value={String(days)} onChange={(event) => onChange(`today${kind === 'ago' ? '-' : '+'}${Math.max(1, Math.round(Number(event.target.value)) || 1)}`)} className="w-24" />
      )}
    </span>
  )
}
