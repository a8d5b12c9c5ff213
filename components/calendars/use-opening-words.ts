'use client'
import { useTranslations } from 'next-intl'
import type { Opening } from '../../rules/calendar'
import { formatsOf } from '../language/formats'
import { useFormats } from '../language/language-provider'

const ANY_DAY = '2000-01-01T'

/** How one stretch of opening hours is written, as the reader writes times of day. */
export function useOpeningWords(): (opening: Opening) => string {
  const t = useTranslations('calendars')
  const { clock } = formatsOf(useFormats().tag, 'UTC')
  const said = (time: string) => clock(new Date(`${ANY_DAY}${time === '24:00' ? '00:00' : time}:00Z`))
  return ({ from, to }) => (from === '00:00' && to === '24:00' ? t('allDay') : `${said(from)} – ${said(to)}`)
}
