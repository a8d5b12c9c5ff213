'use client'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { STATES, type ShownState } from './states'

export interface StateChipProps {
  state: ShownState
  /** When a wait ends or the next try is: "Waiting until 18:21". */
  until?: Date | null
  /** With its tint, 22 px high, for heads; plain in rows. */
  pill?: boolean
  className?: string
}

/** Icon, word and colour of a state, in that order, everywhere. */
export function StateChip({ state, until, pill = false, className }: StateChipProps) {
  const t = useTranslations('states')
  const formats = useFormats()
  const now = useNow()
  const look = STATES[state]
  const time = until ? formats.short(until, now) : null
  const text = time !== null && state === 'waiting' ? t('waitingUntil', { time }) : time !== null && (state === 'retrying' || state === 'deferred') ? t('retryingAt', { time }) : t(look.word)
  return (
    <span className={cn('inline-flex max-w-full items-center gap-1.5 align-[-3px] text-12 font-medium whitespace-nowrap', look.ink, pill && ['h-[22px] rounded-full ps-1.5 pe-2', look.soft], className)}>
      <Icon of={look.icon} size={14} className={look.word === 'running' || look.word === 'sending' ? 'animate-spin' : ''} />
      <span className="truncate">{text}</span>
    </span>
  )
}

/** The glyph alone, where the word stands elsewhere in the same row. */
export function StateIcon({ state, size = 14, className }: { state: ShownState; size?: 12 | 14 | 16; className?: string }) {
  const t = useTranslations('states')
  const look = STATES[state]
  return (
    <span role="img" aria-label={t(look.word)} className={cn('inline-flex', look.ink, className)}>
      <Icon of={look.icon} size={size} className={look.word === 'running' || look.word === 'sending' ? 'animate-spin' : ''} />
    </span>
  )
}
