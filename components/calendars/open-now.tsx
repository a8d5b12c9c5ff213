'use client'
import { useTranslations } from 'next-intl'
import { isOpen, nextChange } from '../../rules/calendar'
import type { Calendar } from '../../rules/calendar'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Dot } from '../ui/tag'

/** Whether somebody works now by these hours, and until when, in the reader's zone. */
export function OpenNow({ calendar }: { calendar: Calendar }) {
  const t = useTranslations('calendars')
  const formats = useFormats()
  const now = useNow()
  const open = isOpen(calendar, now.getTime())
  const change = nextChange(calendar, now.getTime())
  const time = change === null ? '' : formats.short(new Date(change), now)
  return (
    <span className="inline-flex items-center gap-1.5 text-12 text-ink-2" suppressHydrationWarning>
      <Dot tone={open ? 'success' : 'muted'} />
      {change === null ? t(open ? 'now.alwaysOpen' : 'now.longClosed') : t(open ? 'now.open' : 'now.closed', { time })}
    </span>
  )
}
