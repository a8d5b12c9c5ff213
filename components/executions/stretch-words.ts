'use client'
import { useFormats } from '../language/language-provider'

/** A stretch of time as this reader writes one: days and minutes, the shared part once. */
export function useStretchWords(): (from: Date, until: Date) => string {
  const { tag, timeZone } = useFormats()
  const format = new Intl.DateTimeFormat(tag, { timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  return (from, until) => format.formatRange(from, until)
}
