'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { FormButtons } from '../ui/form-buttons'
import { Sheet } from '../ui/sheet'
import { CalendarForm } from './calendar-form'
import type { WorkingHours } from './working-hours'

/** Adding or changing working hours. Null: new ones. */
export function CalendarSheet({ calendar, open, onOpenChange }: { calendar: WorkingHours | null; open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('calendars')
  const [busy, setBusy] = useState(false)
  return (
    <Sheet
      guarded
      open={open}
      onOpenChange={onOpenChange}
      title={calendar === null ? t('add') : t('editTitle', { name: calendar.name })}
      className="w-[480px]"
      footer={<FormButtons form={FORM} label={t(calendar === null ? 'addNow' : 'save')} busy={busy} onCancel={() => onOpenChange(false)} />}
    >
      <CalendarForm id={FORM} calendar={calendar} onBusy={setBusy} onSaved={() => onOpenChange(false)} />
    </Sheet>
  )
}

const FORM = 'calendar-form'
