'use client'
import { useState } from 'react'
import { AlarmClock, AlarmClockOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { instantOf, wallTimeAt } from '../../rules/wall-clock'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { ChoicePopover } from './choice-popover'

const HOUR_MS = 3_600_000

/** Takes threads out of sight until a time to choose from. */
export function SnoozePicker({ disabled, onSnooze }: { disabled: boolean; onSnooze: (until: Date | null) => void }) {
  const t = useTranslations('inbox')
  const { timeZone, full } = useFormats()
  const [open, setOpen] = useState(false)
  useCommand('mail.snooze', () => setOpen(true), { enabled: !disabled })
  const times = timesFrom(useNow().getTime(), timeZone)
  return (
    <ChoicePopover
      icon={AlarmClock}
      label={t('do.snooze')}
      keys={keysOf('mail.snooze')}
      disabled={disabled}
      open={open}
      onOpenChange={setOpen}
      searchLabel={t('snooze.search')}
      emptyText={t('snooze.none')}
      options={[...times.map(({ id, at }) => ({ value: id, label: t(`snooze.${id}`), hint: full(at), icon: AlarmClock })), { value: 'wake', label: t('snooze.wake'), icon: AlarmClockOff }]}
      onChoose={(chosen) => onSnooze(times.find(({ id }) => id === chosen)?.at ?? null)}
    />
  )
}

/** Mornings begin at eight on the reader's clock. */
function timesFrom(now: number, zone: string) {
  const today = wallTimeAt(now, zone)
  const morning = (days: number) => new Date(instantOf({ ...today, day: today.day + days, hour: 8, minute: 0, second: 0 }, zone))
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay()
  return [
    { id: 'later', at: new Date(now + 3 * HOUR_MS) },
    { id: 'tomorrow', at: morning(1) },
    { id: 'monday', at: morning((8 - weekday) % 7 || 7) },
    { id: 'week', at: morning(7) },
  ] as const
}
