'use client'
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCommand } from '../keyboard/use-command'
import { cn } from './class-names'
import { idsBetween, moveFocus } from './list-motion'

export interface RowState {
  readonly focused: boolean
  readonly selected: boolean
  readonly index: number
}

export interface VirtualListProps<Item> {
  label: string
  items: readonly Item[]
  itemId: (item: Item) => string
  /** Fixed height in CSS pixels, by item where heads stand between rows. */
  rowHeight: number | ((item: Item) => number)
  renderRow: (item: Item, state: RowState) => ReactNode
  focusedId: string | null
  onFocusChange: (id: string) => void
  onOpen?: (id: string) => void
  /** Chosen rows. Leave out for a list without selection. */
  selectedIds?: ReadonlySet<string>
  onSelectedChange?: (ids: ReadonlySet<string>) => void
  /** How many there are in all, when more can be loaded. */
  total?: number
  /** Called when the end comes near; load the next page. */
  onNearEnd?: () => void
  /** Rows that only divide, such as a day: never focused. */
  isDivider?: (item: Item) => boolean
  /** Answers j/k, enter and x from anywhere on the screen. One list per screen. */
  primary?: boolean
  className?: string
}

/**
 * A list of any length. Focus stays on the container and is kept by id (`aria-activedescendant`): rows may be added above, taken away or not be drawn,
 * and the focused one is always drawn. Commands act on ids, never on positions or on what the pointer happens to be over.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, itemId, rowHeight, renderRow, focusedId, onFocusChange, onOpen, selectedIds, onSelectedChange, total, onNearEnd, isDivider, primary = true, className } = props
  const base = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<string | null>(null)
  const ids = useMemo(() => items.filter((item) => !isDivider?.(item)).map(itemId), [items, itemId, isDivider])
  const positions = useMemo(() => new Map(items.map((item, index) => [itemId(item), index])), [items, itemId])
  const focusedIndex = focusedId === null ? -1 : (positions.get(focusedId) ?? -1)

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const item = items[index]
      return typeof rowHeight === 'number' || item === undefined ? (typeof rowHeight === 'number' ? rowHeight : 40) : rowHeight(item)
    },
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : itemId(item)
    },
    overscan: 12,
    rangeExtractor: (range: Range) => {
      const drawn = defaultRangeExtractor(range)
      return focusedIndex < 0 || drawn.includes(focusedIndex) ? drawn : [...drawn, focusedIndex].sort((a, b) => a - b)
    },
  })

  const rows = virtualizer.getVirtualItems()
  const lastDrawn = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (onNearEnd && items.length > 0 && lastDrawn >= items.length - 20) onNearEnd()
  }, [onNearEnd, items.length, lastDrawn])

  const focusRow = (id: string | null) => {
    if (id === null) return
    onFocusChange(id)
    const index = positions.get(id)
    if (index !== undefined) virtualizer.scrollToIndex(index, { align: 'auto' })
  }
  const move = (steps: number) => focusRow(moveFocus(ids, focusedId, steps))
  const toggle = (id: string) => {
    if (!onSelectedChange) return
    const next = new Set(selectedIds)
    if (!next.delete(id)) next.add(id)
    anchor.current = id
    onSelectedChange(next)
  }
  const extend = (to: string | null) => {
    if (to === null || !onSelectedChange) return
    const from = anchor.current ?? focusedId ?? to
    anchor.current = from
    onSelectedChange(new Set([...(selectedIds ?? []), ...idsBetween(ids, from, to)]))
    focusRow(to)
  }

  const live = { enabled: primary && items.length > 0 }
  const choosing = { enabled: primary && onSelectedChange !== undefined && items.length > 0 }
  useCommand('list.next', () => move(1), live)
  useCommand('list.previous', () => move(-1), live)
  useCommand('list.open', () => (focusedId === null || !onOpen ? false : onOpen(focusedId)), { enabled: primary && onOpen !== undefined })
  useCommand('list.select', () => (focusedId === null ? false : toggle(focusedId)), choosing)
  useCommand('list.extendDown', () => extend(moveFocus(ids, focusedId, 1)), choosing)
  useCommand('list.extendUp', () => extend(moveFocus(ids, focusedId, -1)), choosing)
  useCommand('list.selectAll', () => onSelectedChange?.(new Set(ids)), choosing)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / 64) - 1)
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -items.length, End: items.length }[event.key]
    if (steps === undefined) {
      if (event.key === 'Enter' && focusedId !== null && onOpen) onOpen(focusedId)
      else if (event.key === ' ' && focusedId !== null && onSelectedChange) toggle(focusedId)
      else return
    } else if (event.shiftKey) extend(moveFocus(ids, focusedId, steps))
    else move(steps)
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total ?? ids.length}
      aria-colcount={1}
      aria-multiselectable={onSelectedChange ? true : undefined}
      aria-activedescendant={focusedIndex < 0 ? undefined : `${base}-${focusedId}`}
      tabIndex={0}
      data-list
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget && focusedIndex < 0 && ids[0] !== undefined) onFocusChange(ids[0])
      }}
      className={cn('group/list thin-scroll relative min-h-0 flex-1 overflow-y-auto outline-none', className)}
    >
      <div role="rowgroup" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index]
          if (item === undefined) return null
          const id = itemId(item)
          const place = { height: row.size, transform: `translateY(${row.start}px)` }
          if (isDivider?.(item)) {
            return (
              <div key={row.key} role="presentation" className="absolute inset-x-0 top-0" style={place}>
                {renderRow(item, { focused: false, selected: false, index: row.index })}
              </div>
            )
          }
          const focused = id === focusedId
          const selected = selectedIds?.has(id) ?? false
          return (
            <div
              key={row.key}
              id={`${base}-${id}`}
              role="row"
              aria-rowindex={row.index + 1}
              aria-selected={onSelectedChange ? selected : focused}
              data-focused={focused || undefined}
              data-id={id}
              onClick={(event) => {
                if (event.shiftKey) extend(id)
                else if (event.ctrlKey || event.metaKey) toggle(id)
                else {
                  anchor.current = id
                  onFocusChange(id)
                  onOpen?.(id)
                }
              }}
              className="group/row absolute inset-x-0 top-0 group-focus-visible/list:data-focused:outline-2 group-focus-visible/list:data-focused:-outline-offset-2 group-focus-visible/list:data-focused:outline-focus"
              style={place}
            >
              <div role="gridcell" className="h-full">
                {renderRow(item, { focused, selected, index: row.index })}
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}
