'use client'
import type { ReactNode } from 'react'
import { useRouter } from 'next/navigation'
import { Globe, Moon } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { rememberLocale } from '../language/cookies'
import { LOCALES, LOCALE_NAMES } from '../language/locales'
import { useThemeItems } from '../shell/use-appearance-items'
import { Logo } from '../shell/logo'
import { Button } from '../ui/button'
import { Menu } from '../ui/menu'

/** Pages before the sign-in: the mark, language and theme above, one column below. This folder is about getting in, nothing else. */
export function AuthFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const router = useRouter()
  const current = useLocale()
  const themes = useThemeItems()
  return (
    <div className="flex min-h-dvh flex-col bg-surface">
      <header className="flex h-16 shrink-0 items-center gap-2 px-6 max-sm:px-4">
        <Logo />
        <span className="flex-1 text-16 font-strong">Postroom</span>
        <Menu
          align="end"
          trigger={
            <Button look="quiet" icon={Globe}>
              {LOCALE_NAMES[current]}
            </Button>
          }
          items={LOCALES.map((locale) => ({
            label: LOCALE_NAMES[locale],
            checked: locale === current,
            onSelect: () => {
              rememberLocale(locale)
              router.refresh()
            },
          }))}
        />
        <Menu
          align="end"
          trigger={
            <Button look="quiet" icon={Moon}>
              {t('theme')}
            </Button>
          }
          items={themes}
        />
      </header>
      <main id="main" className="mx-auto flex w-full max-w-[400px] flex-1 flex-col justify-center px-6 pb-24 max-sm:justify-start max-sm:px-4 max-sm:pt-8">
        {children}
      </main>
    </div>
  )
}
