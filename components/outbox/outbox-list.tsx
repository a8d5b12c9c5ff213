'use client'
import { useTranslations } from 'next-intl'
import { useMedia } from '../shell/panes'
import { Checkbox } from '../ui/checkbox'
import { VirtualList, type VirtualListProps } from '../ui/virtual-list'
import { COLUMNS, OutboxCard, OutboxRow } from './outbox-row'
import type { OutgoingRow as Mail } from './outbox-url'

export interface OutboxListProps extends Pick<VirtualListProps<Mail>, 'focusedId' | 'onFocusChange' | 'onOpen' | 'onNearEnd' | 'total'> {
  rows: readonly Mail[]
  selectedIds: ReadonlySet<string>
  onSelectedChange: (ids: ReadonlySet<string>) => void
}

/** The mails, as a table where there is room and as cards where there is not. */
export function OutboxList({ rows, selectedIds, onSelectedChange, ...list }: OutboxListProps) {
  const t = useTranslations('outbox')
  const wide = useMedia('(min-width: 1024px)')
  const toggle = (id: string) => {
    const next = new Set(selectedIds)
    if (!next.delete(id)) next.add(id)
    onSelectedChange(next)
  }
  const all = rows.every(({ id }) => selectedIds.has(id))
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {wide && (
        <div data-chrome className={`${COLUMNS} h-7 shrink-0 border-b border-line bg-surface text-11 font-medium text-ink-3`}>
          <Checkbox bare label={t('selectAll')} checked={all ? true : selectedIds.size > 0 ? 'indeterminate' : false} onChange={() => onSelectedChange(new Set(all ? [] : rows.map(idOf)))} />
          <span>{t('columns.state')}</span>
          <span>{t('columns.mail')}</span>
          <span>{t('columns.by')}</span>
          <span className="text-end">{t('columns.time')}</span>
        </div>
      )}
      <VirtualList
        key={wide ? 'table' : 'cards'}
        label={t('title')}
        items={rows}
        itemId={idOf}
        rowHeight={wide ? 46 : 79}
        selectedIds={selectedIds}
        onSelectedChange={onSelectedChange}
        renderRow={(mail, row) => (wide ? <OutboxRow mail={mail} row={row} onToggle={() => toggle(mail.id)} /> : <OutboxCard mail={mail} row={row} />)}
        {...list}
      />
    </div>
  )
}

const idOf = ({ id }: Mail) => id
