'use client'
import { useState } from 'react'
import { AlarmClock, AlarmClockOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { instantOf, instantOfText, wallTimeAt } from '../../rules/wall-clock'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { ChoicePopover } from './choice-popover'

const HOUR_MS = 3_600_000

/** Takes threads out of sight until a time to choose from, or one of one's own; `asleep` are some that can be called back. */
export function SnoozePicker({ disabled, asleep, onSnooze }: { disabled: boolean; asleep: boolean; onSnooze: (until: Date | null) => void }) {
  const t = useTranslations('inbox')
  const { timeZone, full } = useFormats()
  const [open, setOpen] = useState(false)
  const [own, setOwn] = useState('')
  useCommand('mail.snooze', () => setOpen(true), { enabled: !disabled })
  const now = useNow().getTime()
  const times = timesFrom(now, timeZone)
  const wished = instantOfText(own, timeZone)
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
      options={[...times.map(({ id, at }) => ({ value: id, label: t(`snooze.${id}`), hint: full(at), icon: AlarmClock })), ...(asleep ? [{ value: 'wake', label: t('snooze.wake'), icon: AlarmClockOff }] : [])]}
      foot={
        <form
          className="flex items-center gap-1.5 border-t border-line p-2"
          onSubmit={(event) => {
            event.preventDefault()
            if (wished === null || wished <= now) return
            setOpen(false)
            setOwn('')
            onSnooze(new Date(wished))
          }}
        >
          <Input type="datetime-local" aria-label={t('snooze.own')} value={own} onChange={(event) => setOwn(event.target.value.slice(0, 16))} className="min-w-0 flex-1" />
          <Button type="submit" disabled={wished === null || wished <= now}>
            {t('snooze.go')}
          </Button>
        </form>
      }
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
