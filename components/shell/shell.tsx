'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { Departures } from '../compose/departures'
import { Live } from '../data/live'
import { Keyboard } from '../keyboard/keyboard'
import { Toasts } from '../ui/toasts'
import { BottomBar } from './bottom-bar'
import { CommandPalette } from './command-palette'
import { GlobalCommands } from './global-commands'
import { HaltBar } from './halt-bar'
import { MeProvider, type Me } from './me'
import { OfflineBar } from './offline-bar'
import { Rail } from './rail'
import { ShortcutsHelp } from './shortcuts-help'
import { StatusBar } from './status-bar'

/** This folder is the frame round every screen: where one can go, how the system is, what was just done. Screens stand inside it and know only `panes.tsx`. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const t = useTranslations('shell')
  return (
    <MeProvider me={me}>
      <a href="#main" className="absolute start-2 -top-12 z-(--z-skip) rounded-control bg-accent px-3 py-2 text-on-solid focus:top-2">
        {t('skip')}
      </a>
      <div className="grid h-dvh grid-cols-[auto_minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_var(--statusbar)] overflow-hidden max-sm:grid-cols-1 max-sm:grid-rows-[auto_minmax(0,1fr)_var(--bottombar)] print:block print:h-auto print:overflow-visible">
        <Rail />
        <div className="min-w-0">
          <OfflineBar />
          <HaltBar />
        </div>
        <div className="flex min-h-0 min-w-0">{children}</div>
        <StatusBar />
        <BottomBar />
      </div>
      <Departures />
      <Toasts label={t('notifications')} />
      <CommandPalette />
      <ShortcutsHelp />
      <GlobalCommands />
      <Keyboard />
      <Live />
    </MeProvider>
  )
}
