'use client'
import { useEffect } from 'react'
import { createStore } from '../data/store'
import type { LucideIcon } from '../ui/icon'

export interface PaletteGroup {
  readonly heading: string
  readonly entries: readonly { readonly id: string; readonly label: string; readonly icon?: LucideIcon; readonly onSelect: () => unknown }[]
}

/** What screens add to the palette beyond commands: rules by name, accounts, views. */
export const paletteEntries = createStore<readonly PaletteGroup[]>([])

/** Adds a group while the component is on screen. Memoise the group. */
export function usePaletteGroup(group: PaletteGroup): void {
  useEffect(() => {
    paletteEntries.update((groups) => [...groups, group])
    return () => paletteEntries.update((groups) => groups.filter((other) => other !== group))
  }, [group])
}
