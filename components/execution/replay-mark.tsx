'use client'
import { Equal, Minus, Pencil, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReplayMark } from '../../rules/compare-runs'
import { Tag } from '../ui/tag'

/** In the order of what matters most. */
export const MARKS: readonly ReplayMark[] = ['changed', 'added', 'gone', 'same']

const LOOKS = {
  changed: { icon: Pencil, tone: 'warning' },
  added: { icon: Plus, tone: 'success' },
  gone: { icon: Minus, tone: 'danger' },
  same: { icon: Equal, tone: 'plain' },
} as const

/** How a step compares, as a word and a sign. */
export function MarkTag({ mark }: { mark: ReplayMark }) {
  const t = useTranslations('replay')
  return (
    <Tag tone={LOOKS[mark].tone} icon={LOOKS[mark].icon}>
      {t(`mark.${mark}`)}
    </Tag>
  )
}
