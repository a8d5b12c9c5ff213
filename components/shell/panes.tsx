'use client'
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { PanelLeft, PanelRight, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { createStore, useStore } from '../data/store'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Sheet } from '../ui/sheet'

/**
 * The columns a screen fills, side by side in the shell: `<Section>` for navigation inside the area, `<Main>` for the work, `<Panel>` for what belongs to it.
 * A page returns them next to one another. Below 1024 px the section becomes a sheet, below 1280 px the panel does.
 */
const sectionOpen = createStore(false)

export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  const open = useStore(sectionOpen)
  useEffect(() => () => sectionOpen.set(false), [])
  return (
    <>
      <aside aria-label={title} data-region="section" data-chrome className="flex w-(--section) shrink-0 flex-col overflow-hidden border-e border-line bg-surface max-lg:hidden">
        <div className="flex h-(--toolbar) shrink-0 items-center gap-1 ps-4 pe-2">
          <h2 className="min-w-0 flex-1 truncate text-14 font-strong tracking-[var(--track-tight)]">{title}</h2>
          {actions}
        </div>
        <div className="thin-scroll flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2 pb-4">{children}</div>
      </aside>
      <Sheet side="start" open={open} onOpenChange={sectionOpen.set} title={title}>
        <div className="flex flex-col gap-4 p-2 pb-6" onClick={(event) => event.target instanceof Element && event.target.closest('a') && sectionOpen.set(false)}>
          {children}
        </div>
      </Sheet>
    </>
  )
}

/** Opens the section where it is a sheet; put it first in the toolbar. Draws nothing where the section is a column. */
export function SectionToggle() {
  const t = useTranslations('shell')
  return <IconButton icon={PanelLeft} label={t('openSection')} onClick={() => sectionOpen.set(true)} className="-ms-1.5 lg:hidden" />
}

/** Where the work is done. Exactly one per screen. */
export function Main({ children, className, label }: { children: ReactNode; className?: string; label?: string }) {
  return (
    <main id="main" tabIndex={-1} aria-label={label} data-region="main" className={cn('flex min-w-0 flex-1 flex-col overflow-hidden bg-bg outline-none', className)}>
      {children}
    </main>
  )
}

export interface PanelState {
  readonly open: boolean
  readonly docked: boolean
  readonly setOpen: (open: boolean) => void
}

/** State of a screen's panel: a column that starts open where there is room, a sheet that starts closed where there is not. */
export function usePanel({ startOpen = true }: { startOpen?: boolean } = {}): PanelState {
  const docked = useMedia('(min-width: 1280px)')
  const [column, setColumn] = useState(startOpen)
  const [sheet, setSheet] = useState(false)
  return docked ? { open: column, docked, setOpen: setColumn } : { open: sheet, docked, setOpen: setSheet }
}

export interface PanelProps {
  state: PanelState
  label: string
  /** A title or a `Tabs` bar is drawn by the content; this stands at the right of the default head. Leave out the head with `bare`. */
  bare?: boolean
  children: ReactNode
  className?: string
}

export function Panel({ state, label, bare = false, children, className }: PanelProps) {
  const t = useTranslations('shell')
  if (!state.docked) {
    return (
      <Sheet open={state.open} onOpenChange={state.setOpen} title={label}>
        {children}
      </Sheet>
    )
  }
  if (!state.open) return null
  return (
    <aside aria-label={label} data-region="panel" className={cn('flex w-(--panel) shrink-0 flex-col overflow-hidden border-s border-line bg-bg', className)}>
      {!bare && (
        <div data-chrome className="flex h-(--toolbar) shrink-0 items-center gap-2 border-b border-line ps-4 pe-2.5">
          <h2 className="min-w-0 flex-1 truncate text-13 font-strong">{label}</h2>
          <IconButton icon={X} label={t('closePanel')} onClick={() => state.setOpen(false)} />
        </div>
      )}
      {children}
    </aside>
  )
}

/** Shows or hides the panel; put it last in the toolbar. */
export function PanelToggle({ state }: { state: PanelState }) {
  const t = useTranslations('shell')
  return <IconButton icon={PanelRight} label={t(state.open ? 'closePanel' : 'openPanel')} pressed={state.open} onClick={() => state.setOpen(!state.open)} className="-me-1.5" />
}

/** Whether a media query holds; true before the page is alive, so that wide screens do not jump. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches, () => true)
}
