'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { FieldControl } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'

const UNITS = [['minutes', 60], ['hours', 3_600], ['days', 86_400], ['weeks', 604_800]] as const
type Unit = (typeof UNITS)[number][0]
const sizeOf = (unit: Unit) => UNITS.find(([name]) => name === unit)?.[1] ?? 60

/** The largest unit that says a duration without a fraction. */
export function unitOf(seconds: number): Unit {
  return UNITS.findLast(([, size]) => seconds > 0 && seconds % size === 0)?.[0] ?? 'minutes'
}

/** A number and its unit. */
export function DurationInput({ control, label, seconds, onChange }: { control: FieldControl; label: string; seconds: number; onChange: (seconds: number) => void }) {
  const t = useTranslations('editor')
  const [unit, setUnit] = useState<Unit>(() => unitOf(seconds))
  const amount = seconds / sizeOf(unit)
  return (
    <span className="flex gap-2">
      <Input
        {...control}
        size="l"
        type="number"
        min={1}
        step="any"
        inputMode="decimal"
        value={seconds === 0 ? '' : String(Math.round(amount * 100) / 100)}
        onChange={(event) => onChange(Math.round((Number(event.target.value) || 0) * sizeOf(unit)))}
        className="w-24"
      />
      <Select
        size="l"
        aria-label={t('unitOf', { field: label })}
        value={unit}
        options={UNITS.map(([value]) => ({ value, label: t(`unit.${value}`) }))}
        onChange={(next) => {
          setUnit(next)
          onChange(Math.round(amount * sizeOf(next)))
        }}
      />
    </span>
  )
}
