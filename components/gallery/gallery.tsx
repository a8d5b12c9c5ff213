'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { Moon } from 'lucide-react'
import { switchTheme } from '../theme/theme'
import { Keyboard } from '../keyboard/keyboard'
import { IconButton } from '../ui/icon-button'
import { Toasts } from '../ui/toasts'
import { ControlSamples } from './control-samples'
import { ExplanationSample } from './explanation-sample'
import { ListSample } from './list-sample'
import { NothingSamples } from './nothing-samples'
import { OverlaySamples } from './overlay-samples'
import { StateSamples } from './state-samples'

/** The kit on one page, to look at in every theme and width. Screens add their own samples of what only they draw. */
export function Gallery() {
  const t = useTranslations('gallery')
  const shell = useTranslations('shell')
  return (
    <main className="flex flex-col gap-8 bg-surface p-6 max-sm:p-4">
      <header className="flex items-start gap-2">
        <div className="flex-1">
          <h1 className="text-20 font-strong">{t('title')}</h1>
          <p className="text-ink-2">{t('lead')}</p>
        </div>
        <IconButton icon={Moon} label={shell('theme')} onClick={switchTheme} />
      </header>
      <Sample title={t('controls')}>
        <ControlSamples />
      </Sample>
      <Sample title={t('states')}>
        <StateSamples />
      </Sample>
      <Sample title={t('nothing')}>
        <NothingSamples />
      </Sample>
      <Sample title={t('lists')}>
        <ListSample />
      </Sample>
      <Sample title={t('explanation')}>
        <ExplanationSample />
      </Sample>
      <Sample title={t('overlays')}>
        <OverlaySamples />
      </Sample>
      <Toasts label={shell('notifications')} />
      <Keyboard />
    </main>
  )
}

function Sample({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-14 font-strong">{title}</h2>
      {children}
    </section>
  )
}
