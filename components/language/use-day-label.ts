'use client'
import { useTranslations } from 'next-intl'
import { useFormats } from './language-provider'
import { useNow } from './now'

/** The heading over one day's rows: Today, Yesterday, or the day. */
export function useDayLabel(): (at: Date) => string {
  const t = useTranslations('ui')
  const formats = useFormats()
  const now = useNow()
  return (at) => {
    const day = formats.day(at, now)
    return typeof day === 'string' ? t(day) : day.label
  }
}
