'use client'
import { useTranslations } from 'next-intl'
import { isOpen, nextChange } from '../../rules/calendar'
import type { Calendar } from '../../rules/calendar'
import { formatsOf, type Formats } from '../language/formats'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Dot } from '../ui/tag'

/** Whether somebody works now by these hours, and until when, on the clocks of the hours' own zone. */
export function OpenNow({ calendar }: { calendar: Calendar }) {
  const t = useTranslations('calendars')
  const { tag } = useFormats()
  const now = useNow()
  const open = isOpen(calendar, now.getTime())
  const change = nextChange(calendar, now.getTime())
  const time = change === null ? '' : timeOf(new Date(change), now, formatsOf(tag, calendar.timeZone))
  return (
    <span className="inline-flex items-center gap-1.5 text-12 text-ink-2" suppressHydrationWarning>
      <Dot tone={open ? 'success' : 'muted'} />
      {change === null ? t(open ? 'now.alwaysOpen' : 'now.longClosed') : t(open ? 'now.open' : 'now.closed', { time })}
    </span>
  )
}

/** The time of today, else with its weekday, else the whole date: hours that open next week say when. */
function timeOf(at: Date, now: Date, { tag, timeZone, day, clock, full }: Formats): string {
  if (day(at, now) === 'today') return clock(at)
  if (at.getTime() - now.getTime() > 6 * 86_400_000) return full(at)
  return new Intl.DateTimeFormat(tag, { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(at)
}
