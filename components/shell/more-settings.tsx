'use client'
import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { rememberLocale } from '../language/cookies'
import { LOCALES, LOCALE_NAMES, type Locale } from '../language/locales'
import { setTheme, useLook, type Theme } from '../theme/theme'
import { Button } from '../ui/button'
import { Segmented } from '../ui/segmented'
import { RemoveDemo } from './demo-label'
import { EngineNote } from './engine-note'
import { useMe } from './me'
import { useStatus } from './use-status'

/** What the status bar offers on wide screens, for the phone's More sheet. */
export function MoreSettings() {
  const t = useTranslations('shell')
  const trpc = useTRPC()
  const router = useRouter()
  const me = useMe()
  const look = useLook()
  const locale = useLocale()
  const status = useStatus().data
  const [removing, setRemoving] = useState(false)
  const save = useMutation(trpc.me.update.mutationOptions())
  const speak = (next: Locale) => {
    rememberLocale(next)
    save.mutate({ locale: next })
    router.refresh()
  }
  return (
    <div className="flex flex-col gap-3 border-t border-line p-4">
      {me.workspace.demo && (
        <div className="flex items-center justify-between gap-3">
          <p className="text-12 text-ink-2">{t('demoHelp')}</p>
          {me.scopes.includes('admin') && <Button onClick={() => setRemoving(true)}>{t('demoRemove')}</Button>}
          <RemoveDemo open={removing} onOpenChange={setRemoving} />
        </div>
      )}
      {status && <EngineNote status={status} />}
      <div className="flex flex-wrap items-center justify-between gap-2">
        {t('theme')}
        <Segmented<Theme>
          label={t('theme')}
          value={look.theme}
          onChange={setTheme}
          options={[
            { value: 'light', label: t('themeLight') },
            { value: 'dark', label: t('themeDark') },
            { value: 'system', label: t('themeSystem') },
          ]}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        {t('language')}
        <Segmented label={t('language')} value={locale} onChange={speak} options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))} />
      </div>
    </div>
  )
}
