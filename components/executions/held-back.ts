'use client'
import { useState, type FocusEvent, type HTMLAttributes, type UIEvent } from 'react'
import type { RunRow } from './use-runs'

export interface HeldBack {
  readonly rows: readonly RunRow[]
  /** How many newer ones wait to be let in. */
  readonly waiting: number
  readonly letIn: () => void
}

/**
 * Rows never move under the pointer or the focus: newer ones slide in by themselves only while the list is not touched, else they wait behind a button. What
 * is shown changes in place.
 */
export function useHeldBack(rows: readonly RunRow[], viewKey: string, touched: boolean): HeldBack {
  const newest = rows[0]?.createdAt.getTime() ?? null
  const [shown, setShown] = useState<{ readonly viewKey: string; readonly until: number | null }>({ viewKey, until: newest })
  const until = shown.viewKey === viewKey ? shown.until : null
  const older = until === null ? 0 : rows.findIndex((row) => row.createdAt.getTime() <= until)
  const waiting = older < 0 ? rows.length : older
  const letIn = () => setShown({ viewKey, until: newest })
  if (newest !== null && newest !== until && (until === null || !touched)) letIn()
  return { rows: waiting > 0 ? rows.slice(waiting) : rows, waiting, letIn }
}

/** Whether somebody is in a list: the pointer over it, the focus inside, or scrolled away from its top. Spread `watch` on the element around it. */
export function useTouched(): { readonly touched: boolean; readonly watch: HTMLAttributes<HTMLElement> } {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const [scrolled, setScrolled] = useState(false)
  return {
    touched: pointed || focused || scrolled,
    watch: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event: FocusEvent) => setFocused(event.currentTarget.contains(event.relatedTarget)),
      onScrollCapture: (event: UIEvent) => event.target instanceof HTMLElement && setScrolled(event.target.scrollTop > 0),
    },
  }
}
