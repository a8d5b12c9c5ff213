'use client'
import { useRouter } from 'next/navigation'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useStore } from '../data/store'
import { setSingleKeys, singleKeys } from '../keyboard/single-keys'
import { rememberLocale } from '../language/cookies'
import { LOCALES, LOCALE_NAMES, type Locale } from '../language/locales'
import { setHighContrast, setTheme, useLook, type Theme } from '../theme/theme'
import type { MenuItem } from '../ui/menu'

const THEMES: readonly { readonly theme: Theme; readonly word: 'themeLight' | 'themeDark' | 'themeSystem' }[] = [
  { theme: 'light', word: 'themeLight' },
  { theme: 'dark', word: 'themeDark' },
  { theme: 'system', word: 'themeSystem' },
]

/** Theme, contrast, language and single keys as menu items, for every menu that offers them. */
export function useAppearanceItems(): readonly MenuItem[] {
  return [...useThemeItems(), ...useLanguageItems(), ...useKeyItems()]
}

export function useThemeItems(): readonly MenuItem[] {
  const t = useTranslations('shell')
  const look = useLook()
  return [
    { heading: t('theme') },
    ...THEMES.map(({ theme, word }) => ({ label: t(word), checked: look.theme === theme, onSelect: () => setTheme(theme) })),
    { label: t('highContrast'), checked: look.highContrast, onSelect: () => setHighContrast(!look.highContrast) },
  ]
}

/** The choice is kept in this browser at once and with the user, so that the next browser knows it. */
export function useLanguageItems(): readonly MenuItem[] {
  const t = useTranslations('shell')
  const trpc = useTRPC()
  const router = useRouter()
  const current = useLocale()
  const save = useMutation(trpc.me.update.mutationOptions())
  const choose = (locale: Locale) => {
    rememberLocale(locale)
    save.mutate({ locale })
    router.refresh()
  }
  return [{ heading: t('language') }, ...LOCALES.map((locale) => ({ label: LOCALE_NAMES[locale], checked: locale === current, onSelect: () => choose(locale) }))]
}

function useKeyItems(): readonly MenuItem[] {
  const t = useTranslations('shell')
  const on = useStore(singleKeys)
  return [{ heading: t('shortcuts') }, { label: t('singleKeys'), checked: on, onSelect: () => setSingleKeys(!on) }]
}
