'use client'
import { CircleCheck, CircleDashed, CircleDot, CircleSlash, Hourglass, TicketCheck, UserRoundPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { LucideIcon } from '../ui/icon'
import type { RecordType, Stage } from './record-url'

export const TYPE_ICONS: { readonly [T in RecordType]: LucideIcon } = { ticket: TicketCheck, lead: UserRoundPlus }

/** Icon and ink of a stage; the word stands beside it. */
export const STAGE_LOOKS: { readonly [S in Stage]: { readonly icon: LucideIcon; readonly ink: string } } = {
  new: { icon: CircleDashed, ink: 'text-info-ink' },
  open: { icon: CircleDot, ink: 'text-accent-ink' },
  waiting: { icon: Hourglass, ink: 'text-waiting-ink' },
  done: { icon: CircleCheck, ink: 'text-success-ink' },
  lost: { icon: CircleSlash, ink: 'text-muted-ink' },
}

/** A solved ticket and a won lead are the same stage with another word; null: of either kind. */
export function useStageName(): (type: RecordType | null, stage: Stage) => string {
  const t = useTranslations('records')
  return (type, stage) => t(`stage.${WORDS[type ?? 'any'][stage]}`)
}

const WORDS = {
  ticket: { new: 'ticket.new', open: 'ticket.open', waiting: 'ticket.waiting', done: 'ticket.done', lost: 'ticket.lost' },
  lead: { new: 'lead.new', open: 'lead.open', waiting: 'lead.waiting', done: 'lead.done', lost: 'lead.lost' },
  any: { new: 'any.new', open: 'any.open', waiting: 'any.waiting', done: 'any.done', lost: 'any.lost' },
} as const
