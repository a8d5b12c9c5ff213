'use client'
import { CirclePlay, Pause, PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'

const LOOKS = {
  draft: [PencilLine, 'bg-muted-soft text-muted-ink'],
  active: [CirclePlay, 'bg-success-soft text-success-ink'],
  paused: [Pause, 'bg-warning-soft text-warning-ink'],
} as const

/** Draft, Live v7 or Paused: icon, word and colour. */
export function StatePill({ state, version, className }: { state: keyof typeof LOOKS; version: number | null; className?: string }) {
  const t = useTranslations('rules')
  const [icon, look] = LOOKS[state]
  return (
    <span className={cn('inline-flex h-[22px] shrink-0 items-center gap-1.5 rounded-full ps-1.5 pe-2 text-12 font-medium whitespace-nowrap', look, className)}>
      <Icon of={icon} size={14} />
      {version === null ? t('state.draft') : t(`state.${state}`, { version })}
    </span>
  )
}
