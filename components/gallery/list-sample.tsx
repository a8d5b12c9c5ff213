'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { cn } from '../ui/class-names'
import { Checkbox } from '../ui/checkbox'
import { VirtualList } from '../ui/virtual-list'
import { Box } from './box'

const ITEMS = Array.from({ length: 2000 }, (_, index) => ({ id: `m${index}`, number: index + 1, at: new Date(Date.UTC(2026, 10, 20, 12) - index * 3_600_000) }))

export function ListSample() {
  const t = useTranslations('gallery')
  const [focused, setFocused] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  return (
    <Box className="flex h-72 flex-col overflow-hidden">
      <VirtualList
        label={t('rows', { count: ITEMS.length })}
        items={ITEMS}
        itemId={(item) => item.id}
        rowHeight={40}
        focusedId={focused}
        onFocusChange={setFocused}
        selectedIds={selected}
        onSelectedChange={setSelected}
        renderRow={(item, row) => (
          <div className={cn('flex h-full items-center gap-3 border-b border-line px-4 hover:bg-hover', row.focused && 'bg-selected shadow-[inset_3px_0_0_var(--accent)] hover:bg-selected')}>
            <span onClick={(event) => event.stopPropagation()}>
              <Checkbox bare label={t('row', { number: item.number })} checked={row.selected} onChange={() => toggle(item.id)} />
            </span>
            <span className="flex-1 truncate">{t('row', { number: item.number })}</span>
            <StateChip state={item.number % 5 === 0 ? 'failed' : 'done'} />
            <Time at={item.at} className="w-16 text-end text-12 text-ink-3" />
          </div>
        )}
      />
    </Box>
  )
}
