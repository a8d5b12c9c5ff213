'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Ellipsis, Settings2, Trash2 } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { WEEKDAYS } from '../../rules/calendar'
import { codeOf } from '../data/failure'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useFormats } from '../language/language-provider'
import { ConfirmDialog } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { showToast } from '../ui/toast-store'
import type { WorkingHours } from './working-hours'
import { OpenNow } from './open-now'
import { useOpeningWords } from './use-opening-words'
import { weekdayName } from './weekday-name'

/** One set of hours: when it is open, whether it is now, and which rules count with it. */
export function CalendarCard({ calendar, mayChange, onEdit }: { calendar: WorkingHours; mayChange: boolean; onEdit: () => void }) {
  const t = useTranslations('calendars')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const formats = useFormats()
  const locale = useLocale()
  const said = useOpeningWords()
  const [removing, setRemoving] = useState(false)
  const { id, name, timeZone, hours, usedBy } = calendar
  const remove = useMutation(
    trpc.calendar.remove.mutationOptions({
      onSuccess: () => showToast({ text: t('removed', { name }) }),
      onError: (error) => (codeOf(error) === 'conflict.used' ? showToast({ text: t('usedStill'), tone: 'danger' }) : failed(t('removing'), error)),
      onSettled: () => queryClient.invalidateQueries(trpc.calendar.list.queryFilter()),
    }),
  )
  const open = WEEKDAYS.filter((day) => hours.week[day].length > 0)
  return (
    <li className="rounded-node border border-line">
      <div className="flex items-start gap-3 px-4 py-3">
        <div className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-3 gap-y-1">
          <div className="min-w-0 [overflow-wrap:anywhere]">
            <h2 className="font-strong">{name}</h2>
            <p className="text-ink-3">{timeZone}</p>
          </div>
          <OpenNow calendar={{ ...hours, name, timeZone }} />
        </div>
        {mayChange && (
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} label={t('more', { name })} className="-my-1 -me-1.5" />}
            items={[
              { label: t('edit'), icon: Settings2, onSelect: onEdit },
              { label: t('remove'), icon: Trash2, onSelect: () => setRemoving(true) },
            ]}
          />
        )}
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 text-12">
        {open.map((day) => (
          <div key={day} className="contents">
            <dt className="text-ink-3">{weekdayName(locale, day, 'long')}</dt>
            <dd className="flex flex-wrap gap-x-3 tabular-nums">
              {hours.week[day].map((opening) => (
                <span key={opening.from} className="whitespace-nowrap">
                  {said(opening)}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="border-t border-line px-4 py-2 text-12 text-ink-3">
        {t('holidayCount', { count: hours.holidays.length })}
        {' · '}
        {usedBy.length === 0 ? t('unused') : t('usedBy', { rules: formats.list(usedBy.map((rule) => rule.name)) })}
      </p>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t('removeTitle', { name })}
        consequences={[usedBy.length === 0 ? { icon: CircleCheck, tone: 'success', text: t('removeFree') } : { icon: Trash2, tone: 'danger', text: t('usedStill') }]}
        confirmLabel={t('remove')}
        onConfirm={() => {
          setRemoving(false)
          remove.mutate({ id })
        }}
      />
    </li>
  )
}
