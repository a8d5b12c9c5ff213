'use client'
import { Plus, X } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { WEEKDAYS } from '../../rules/calendar'
import type { CalendarHours, Opening, Weekday } from '../../rules/calendar'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { weekdayName } from './weekday-name'

type Week = CalendarHours['week']

/** The hours of each weekday; a day without any is closed. */
export function WeekInput({ week, error, onChange }: { week: Week; error: string | null; onChange: (week: Week) => void }) {
  const t = useTranslations('calendars')
  const locale = useLocale()
  const set = (day: Weekday, openings: readonly Opening[]) => onChange({ ...week, [day]: [...openings] })
  const add = (day: Weekday) => {
    const last = week[day].at(-1)
    set(day, last === undefined ? [{ from: '09:00', to: '17:00' }] : [...week[day], { from: last.to, to: '24:00' }])
  }
  return (
    <fieldset className="flex flex-col gap-2" aria-describedby={error === null ? undefined : 'week-error'}>
      <legend className="mb-1 text-13 font-medium">{t('week')}</legend>
      {WEEKDAYS.map((day) => {
        const called = weekdayName(locale, day, 'long')
        return (
          <div key={day} className="grid grid-cols-[96px_minmax(0,1fr)] items-start gap-x-2 max-sm:grid-cols-1">
            <span className="pt-1 text-ink-2">{called}</span>
            <div className="flex flex-col gap-1.5">
              {week[day].map((opening, index) => (
                <span key={index} className="flex items-center gap-1.5">
                  <Clock label={t('opens', { day: called })} value={opening.from} onChange={(from) => set(day, week[day].with(index, { ...opening, from }))} />
                  <span aria-hidden>–</span>
                  <Clock label={t('closes', { day: called })} value={opening.to} onChange={(to) => set(day, week[day].with(index, { ...opening, to: to === '00:00' ? '24:00' : to }))} />
                  <IconButton icon={X} label={t('takeOff', { day: called })} onClick={() => set(day, week[day].filter((_, other) => other !== index))} />
                </span>
              ))}
              <Button look="quiet" icon={Plus} className="-ms-2.5 self-start" aria-label={t('addHours', { day: called })} onClick={() => add(day)}>
                {t(week[day].length === 0 ? 'closed' : 'more hours')}
              </Button>
            </div>
          </div>
        )
      })}
      {error !== null && (
        <p id="week-error" className="text-12 text-danger-ink">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** Midnight at the end of a day is stored as 24:00, which no clock shows. */
function Clock({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <Input type="time" aria-label={label} value={value === '24:00' ? '00:00' : value} onChange={(event) => event.target.value !== '' && onChange(event.target.value.slice(0, 5))} className="w-28 max-sm:w-auto max-sm:flex-1" />
}
