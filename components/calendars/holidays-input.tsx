'use client'
import { useState } from 'react'
import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Holiday } from '../../rules/calendar'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'

/** Days on which nobody works, once or every year. */
export function HolidaysInput({ holidays, onChange }: { holidays: readonly Holiday[]; onChange: (holidays: readonly Holiday[]) => void }) {
  const t = useTranslations('calendars')
  const formats = useFormats()
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const [yearly, setYearly] = useState(false)
  const add = () => {
    onChange([...holidays.filter((other) => other.date !== date), { date, name: name.trim(), yearly }].toSorted((a, b) => (a.date < b.date ? -1 : 1)))
    setDate('')
    setName('')
  }
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-13 font-medium">{t('holidays')}</legend>
      {holidays.length > 0 && (
        <ul className="divide-y divide-line rounded-control border border-line">
          {holidays.map((holiday) => (
            <li key={holiday.date} className="flex items-center gap-2 px-2 py-1 text-12">
              <span className="tabular-nums">{formats.date(new Date(`${holiday.date}T12:00:00`))}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2">{holiday.name}</span>
              {holiday.yearly && <span className="text-ink-3">{t('yearly')}</span>}
              <IconButton icon={X} label={t('removeHoliday', { date: holiday.date })} onClick={() => onChange(holidays.filter((other) => other !== holiday))} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Input type="date" aria-label={t('holidayDate')} value={date} onChange={(event) => setDate(event.target.value)} className="w-40" />
        <Input aria-label={t('holidayName')} placeholder={t('holidayName')} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} className="min-w-32 flex-1" />
        <Checkbox checked={yearly} onChange={setYearly} label={t('yearly')} />
        <Button icon={Plus} disabled={date === ''} onClick={add}>
          {t('addHoliday')}
        </Button>
      </div>
    </fieldset>
  )
}
