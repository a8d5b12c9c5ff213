'use client'
import type { ReactNode } from 'react'
import { ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMedia } from '../shell/panes'
import { Checkbox } from '../ui/checkbox'
import { Icon } from '../ui/icon'
import { VirtualList } from '../ui/virtual-list'
import { useHeldBack, useTouched } from './held-back'
import { COLUMNS, RunCard, RunRow } from './run-row'
import type { RunRow as Run } from './use-runs'

export interface RunListProps {
  rows: readonly Run[]
  /** Changes with the question; `loading` while rows of another question are still shown. */
  viewKey: string
  total: number
  focusedId: string | null
  onFocusChange: (id: string) => void
  onOpen: (id: string) => void
  selectedIds: ReadonlySet<string>
  onSelectedChange: (ids: ReadonlySet<string>) => void
  onNearEnd: () => void
  /** What is said at the foot: more is loading, or could not be. */
  foot?: ReactNode
}

/** The runs, as a table where there is room and as cards where there is not. */
export function RunList({ rows, viewKey, total, selectedIds, onSelectedChange, foot, ...list }: RunListProps) {
  const t = useTranslations('executions')
  const wide = useMedia('(min-width: 1024px)')
  const { touched, watch } = useTouched()
  const held = useHeldBack(rows, viewKey, touched)
  const toggle = (id: string) => {
    const next = new Set(selectedIds)
    if (!next.delete(id)) next.add(id)
    onSelectedChange(next)
  }
  return (
    <div {...watch} className="relative flex min-h-0 flex-1 flex-col">
      {wide && <Head rows={held.rows} selectedIds={selectedIds} onSelectedChange={onSelectedChange} />}
      {held.waiting > 0 && (
        <button
          type="button"
          onClick={held.letIn}
          className="absolute top-9 left-1/2 z-(--z-sticky) flex h-7 -translate-x-1/2 animate-pop items-center gap-1.5 rounded-full bg-accent px-3 text-12 font-medium text-on-solid shadow-popover hover:bg-accent-hover max-lg:top-2 max-sm:h-11"
        >
          <Icon of={ArrowUp} size={14} />
          {t('newRuns', { count: held.waiting })}
        </button>
      )}
      <span role="status" className="sr-only">
        {held.waiting > 0 ? t('newRuns', { count: held.waiting }) : ''}
      </span>
      <VirtualList
        key={wide ? 'table' : 'cards'}
        label={t('title')}
        items={held.rows}
        itemId={idOf}
        rowHeight={wide ? 47 : 79}
        total={total}
        selectedIds={selectedIds}
        onSelectedChange={onSelectedChange}
        renderRow={(run, row) => (wide ? <RunRow run={run} row={row} onToggle={() => toggle(run.id)} /> : <RunCard run={run} row={row} />)}
        {...list}
      />
      {foot}
    </div>
  )
}

const idOf = ({ id }: Run) => id

function Head({ rows, selectedIds, onSelectedChange }: Pick<RunListProps, 'rows' | 'selectedIds' | 'onSelectedChange'>) {
  const t = useTranslations('executions')
  const all = rows.length > 0 && rows.every(({ id }) => selectedIds.has(id))
  return (
    <div data-chrome className={`${COLUMNS} h-7 shrink-0 border-b border-line bg-surface text-11 font-medium text-ink-3`}>
      <Checkbox bare label={t('selectAll')} checked={all ? true : selectedIds.size > 0 ? 'indeterminate' : false} onChange={() => onSelectedChange(new Set(all ? [] : rows.map(idOf)))} />
      <span>{t('columns.started')}</span>
      <span>{t('columns.state')}</span>
      <span>{t('columns.outcome')}</span>
      <span>{t('columns.rule')}</span>
      <span className="text-end">{t('columns.took')}</span>
    </div>
  )
}
