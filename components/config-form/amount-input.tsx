'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Input } from '../ui/input'
import { Select } from '../ui/select'

// Decimal, as sizes are shown everywhere.
const UNITS = [['bytes', 1], ['kilobytes', 1_000], ['megabytes', 1_000_000]] as const
type Unit = (typeof UNITS)[number][0]
const sizeOf = (unit: Unit) => UNITS.find(([name]) => name === unit)?.[1] ?? 1

/** A number; a size with its unit. Kept as it is typed: what is no number is said, not swallowed. */
export function AmountInput({ label, value, unit, invalid, onChange }: { label: string; value: string; unit: 'bytes' | undefined; invalid: boolean; onChange: (value: string) => void }) {
  const t = useTranslations('editor')
  const [shown, setShown] = useState<Unit>(() => UNITS.findLast(([, size]) => Number(value) > 0 && Number(value) % size === 0)?.[0] ?? 'megabytes')
  const size = unit === 'bytes' ? sizeOf(shown) : 1
  const typed = value === '' || Number.isNaN(Number(value)) ? value : String(Number(value) / size)
  const scaled = (text: string) => (text === '' || Number.isNaN(Number(text)) ? text : String(Math.round(Number(text) * size * 1_000_000) / 1_000_000))
  return (
    <span className="flex gap-2">
      <Input size="l" type="number" step="any" inputMode="decimal" aria-label={label} aria-invalid={invalid || undefined} value={typed} onChange={(event) => onChange(scaled(event.target.value))} className={unit === undefined ? 'w-28' : 'w-18'} />
      {unit === 'bytes' && (
        <Select
          size="l"
          aria-label={t('unitOf', { field: label })}
          value={shown}
          options={UNITS.map(([name]) => ({ value: name, label: t(`unit.${name}`) }))}
          onChange={(next) => {
            setShown(next)
            if (typed !== '' && !Number.isNaN(Number(typed))) onChange(String(Number(typed) * sizeOf(next)))
          }}
        />
      )}
    </span>
  )
}
