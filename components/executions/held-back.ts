'use client'
import { useEffect, useState, type RefObject } from 'react'
import type { RunRow } from './use-runs'

export interface HeldBack {
  readonly rows: readonly RunRow[]
  /** How many newer ones wait to be let in. */
  readonly waiting: number
  readonly letIn: () => void
}

/**
 * Rows never move under the pointer or the focus: newer ones slide in by themselves only while the list stands at its top and nobody is in it, else they wait
 * behind a button. What is shown changes in place.
 */
export function useHeldBack(rows: readonly RunRow[], viewKey: string, list: RefObject<HTMLElement | null>): HeldBack {
  const newest = rows[0]?.createdAt.getTime() ?? null
  const [shown, setShown] = useState<{ readonly viewKey: string; readonly until: number | null }>({ viewKey, until: newest })
  const until = shown.viewKey === viewKey ? shown.until : null
  const waiting = until === null ? 0 : rows.findIndex((row) => row.createdAt.getTime() <= until)
  const count = until !== null && waiting < 0 ? rows.length : waiting
  useEffect(() => {
    const isNewView = shown.viewKey !== viewKey || shown.until === null
    if (newest !== null && (isNewView || (count > 0 && isUntouched(list.current)))) setShown({ viewKey, until: newest })
  }, [newest, count, viewKey, shown, list])
  return { rows: count > 0 ? rows.slice(count) : rows, waiting: count, letIn: () => setShown({ viewKey, until: newest }) }
}

function isUntouched(list: HTMLElement | null): boolean {
  if (list === null) return true
  const scroller = list.querySelector('[data-list]')
  return (scroller?.scrollTop ?? 0) === 0 && !list.contains(document.activeElement) && !list.matches(':hover')
}
