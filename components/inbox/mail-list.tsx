'use client'
import { useMemo, useRef, type ReactNode } from 'react'
import { ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDayLabel } from '../language/use-day-label'
import { useMedia } from '../shell/panes'
import { Icon } from '../ui/icon'
import { VirtualList } from '../ui/virtual-list'
import { withDays, type Line } from './arrange'
import { MailRow } from './mail-row'
import type { MailRow as Row } from './target'
import { useHold } from './use-hold'

export interface MailListProps {
  label: string
  rows: readonly Row[]
  focused: string | null
  open: string | null
  selected: ReadonlySet<string>
  onFocus: (threadId: string) => void
  onOpen: (threadId: string) => void
  onSelect: (threadIds: ReadonlySet<string>) => void
  onNearEnd: () => void
  hasMore: boolean
  /** They answer the search before; the ones that are asked for come soon. */
  isOld: boolean
  /** Stands over the first row and scrolls with nothing. */
  above?: ReactNode
}

const DAY_HEIGHT = 24
const isDay = (line: Line<Row>) => line.kind === 'day'
const idOf = (line: Line<Row>) => line.id

/** Threads by day. New ones wait behind a pill while somebody is reading the list. */
export function MailList({ label, rows, focused, open, selected, onFocus, onOpen, onSelect, onNearEnd, hasMore, isOld, above }: MailListProps) {
  const t = useTranslations('inbox')
  const dayLabel = useDayLabel()
  const around = useRef<HTMLDivElement>(null)
  const isWide = useMedia('(min-width: 768px)')
  const hold = useHold(rows, around, !isOld && (focused !== null || selected.size > 0))
  const lines = useMemo(() => withDays(hold.rows, hold.held, dayLabel), [hold.rows, hold.held, dayLabel])
  const rowHeight = isWide ? 64 : 76
  const toggle = (id: string) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    onSelect(next)
  }
  return (
    <div ref={around} className="relative flex min-h-0 flex-1 flex-col" {...hold.watch}>
      {above}
      <div role="status" className="pointer-events-none absolute inset-x-0 top-2 z-(--z-sticky) flex justify-center">
        {hold.waiting > 0 && (
          <button type="button" onClick={hold.release} className="pointer-events-auto inline-flex h-7 animate-pop items-center gap-1.5 rounded-full bg-accent px-3 text-12 font-medium text-on-solid shadow-popover hover:bg-accent-hover max-md:h-11">
            <Icon of={ArrowUp} size={14} />
            {t('newMail', { count: hold.waiting })}
          </button>
        )}
      </div>
      <VirtualList
        key={rowHeight}
        label={label}
        items={lines}
        itemId={idOf}
        isDivider={isDay}
        rowHeight={(line) => (line.kind === 'day' ? DAY_HEIGHT : rowHeight)}
        focusedId={focused}
        onFocusChange={onFocus}
        onOpen={onOpen}
        selectedIds={selected}
        onSelectedChange={onSelect}
        onNearEnd={onNearEnd}
        {...(hasMore ? { total: -1 } : {})}
        renderRow={(line, state) =>
          line.kind === 'day' ? (
            <div className="flex h-full items-center border-b border-line bg-surface ps-[26px] text-11 font-medium text-ink-3 max-md:ps-7">{line.label}</div>
          ) : (
            <MailRow row={line.row} focused={state.focused} open={line.id === open} selected={state.selected} selecting={selected.size > 0} onSelect={() => toggle(line.id)} />
          )
        }
      />
    </div>
  )
}
