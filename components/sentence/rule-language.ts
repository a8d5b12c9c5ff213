'use client'
import { useMemo } from 'react'
import { useLocale, useTranslations } from 'next-intl'
import { englishSay } from '../../rules/phrases'
import type { Language } from '../../rules/sentence'

/** The reader's language for what rules say: hand it to `speak` and `toText`, or call `say('node.tag.add.label', {})` for a label. */
export function useRuleLanguage(): Language {
  const t = useTranslations('phrases')
  const locale = useLocale()
  return useMemo(
    () => ({
      locale,
      say: (key, values) => {
        const known = key.replaceAll('.', '/')
        return t.has(known) ? t(known, values) : englishSay(key, values)
      },
    }),
    [t, locale],
  )
}
