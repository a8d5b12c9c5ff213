'use client'
import { useLocale, useTranslations } from 'next-intl'
import { isAlways, type ActiveWindow } from '../../rules/window'
import { Checkbox } from '../ui/checkbox'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Switch } from '../ui/switch'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
const OFFICE = { from: '09:00', until: '17:00' }

/** From when to when, on which days and at which hours something is active. Nothing chosen is always. */
export function ActiveTimes({ label, value, onChange, disabled, error }: { label: string; value: ActiveWindow | undefined; onChange: (value: ActiveWindow | undefined) => void; disabled: boolean; error?: string | undefined }) {
  const t = useTranslations('editor')
  const weekday = new Intl.DateTimeFormat(useLocale(), { weekday: 'short', timeZone: 'UTC' })
  const change = (part: Partial<ActiveWindow>) => {
    const next = { ...value, ...part }
    onChange(isAlways(next) ? undefined : next)
  }
  const chosen = value?.weekdays === undefined || value.weekdays.length === 0 ? DAYS : value.weekdays
  const toggle = (day: number, on: boolean) => {
    const days = DAYS.filter((other) => (other === day ? on : chosen.includes(other)))
    if (days.length > 0) change({ weekdays: days.length === DAYS.length ? undefined : days })
  }
  const hours = value?.hours
  return (
    <fieldset className="flex flex-col gap-3" data-field="window" disabled={disabled}>
      <legend className="mb-1.5 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-3">
        <Field label={t('activeFrom')}>{(control) => <Input {...control} size="l" type="date" value={value?.from ?? ''} onChange={(event) => change({ from: event.target.value || undefined })} />}</Field>
        <Field label={t('activeUntil')} error={error}>{(control) => <Input {...control} size="l" type="date" value={value?.until ?? ''} onChange={(event) => change({ until: event.target.value || undefined })} />}</Field>
      </div>
      <div className="grid grid-cols-4 gap-x-3 gap-y-1.5" role="group" aria-label={t('activeDays')}>
        {/* 5 January 1970 was a Monday. */}
        {DAYS.map((day) => (
          <Checkbox key={day} label={weekday.format(new Date((day + 3) * 86_400_000))} checked={chosen.includes(day)} disabled={disabled} onChange={(on) => toggle(day, on)} />
        ))}
      </div>
      <Switch label={t('activeHours')} checked={hours !== undefined} disabled={disabled} onChange={(on) => change({ hours: on ? OFFICE : undefined })} className="justify-between" />
      {hours !== undefined && (
        <div className="flex flex-wrap items-start gap-3">
          <Field label={t('hoursFrom')} className="w-28">{(control) => <Input {...control} size="l" type="time" required value={hours.from} onChange={(event) => event.target.value !== '' && change({ hours: { ...hours, from: event.target.value } })} />}</Field>
          <Field label={t('hoursUntil')} help={t('hoursHelp')} className="min-w-28 flex-1 basis-0">{(control) => <Input {...control} size="l" type="time" required value={hours.until} onChange={(event) => event.target.value !== '' && change({ hours: { ...hours, until: event.target.value } })} />}</Field>
        </div>
      )}
    </fieldset>
  )
}
