'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Sheet } from '../ui/sheet'
import { CalendarForm } from './calendar-form'
import type { WorkingHours } from './calendars-screen'

/** Adding or changing working hours. Null: new ones. */
export function CalendarSheet({ calendar, open, onOpenChange }: { calendar: WorkingHours | null; open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('calendars')
  const ui = useTranslations('ui')
  const [busy, setBusy] = useState(false)
  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={calendar === null ? t('add') : t('editTitle', { name: calendar.name })}
      className="w-[480px]"
      footer={
        <>
          <Button size="l" onClick={() => onOpenChange(false)}>
            {ui('cancel')}
          </Button>
          <Button size="l" look="primary" type="submit" form={FORM} busy={busy}>
            {t(calendar === null ? 'addNow' : 'save')}
          </Button>
        </>
      }
    >
      <CalendarForm id={FORM} calendar={calendar} onBusy={setBusy} onSaved={() => onOpenChange(false)} />
    </Sheet>
  )
}

const FORM = 'calendar-form'
