'use client'
import { useMemo, useState, type RefObject } from 'react'
import { arrange, placesOf, type Arranged, type Held, type Ordered } from './arrange'

export interface Hold<Row> extends Arranged<Row> {
  readonly held: Held | null
  /** Lets what waits come in. */
  readonly release: () => void
  /** For the element around the list: tells when the reader is in it. */
  readonly watch: { readonly onScrollCapture: () => void; readonly onPointerEnter: () => void; readonly onPointerLeave: () => void; readonly onFocus: () => void; readonly onBlur: () => void }
}

/**
 * Keeps rows where they are while the reader has scrolled, points at the list, has the focus in it or is at work on some of its rows by keys (`busy`); at the top and
 * away from it, new mail slides in.
 */
export function useHold<Row extends Ordered>(rows: readonly Row[], around: RefObject<HTMLElement | null>, busy: boolean): Hold<Row> {
  const [held, setHeld] = useState<Held | null>(null)
  const arranged = useMemo(() => arrange(rows, held), [rows, held])
  if (busy && held === null && rows.length > 0) setHeld(placesOf(arranged.rows))
  const scroller = () => around.current?.querySelector('[data-list]') ?? null
  const look = (pointed: boolean, focused: boolean) => {
    const free = !busy && !pointed && !focused && (scroller()?.scrollTop ?? 0) < 8
    if (free) setHeld(null)
    else if (held === null) setHeld(placesOf(arranged.rows))
  }
  const isPointed = () => around.current?.matches(':hover') ?? false
  const isFocused = () => around.current?.contains(document.activeElement) ?? false
  return {
    ...arranged,
    held,
    release: () => {
      setHeld(busy ? placesOf(arrange(rows, null).rows) : null)
      scroller()?.scrollTo({ top: 0 })
    },
    watch: {
      onScrollCapture: () => look(isPointed(), isFocused()),
      onPointerEnter: () => look(true, isFocused()),
      onPointerLeave: () => look(false, isFocused()),
      onFocus: () => look(isPointed(), true),
      onBlur: () => look(isPointed(), false),
    },
  }
}
