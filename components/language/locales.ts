/** The languages there are. To add one: a tag here, its name, and a folder in app/messages. */
export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

/** Names as their speakers write them. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch' }

/** The first wish that can be met: an explicit choice, then Accept-Language (RFC 9110) by weight, then English. */
export function chooseLocale(choice: string | undefined, accepted: string): Locale {
  const wishes = [choice ?? '', ...byWeight(accepted)].map((tag) => tag.toLowerCase().split('-')[0])
  const wish = wishes.find((language) => LOCALES.some((locale) => locale === language))
  return LOCALES.find((locale) => locale === wish) ?? 'en'
}

/** The tag dates and numbers are written by: the browser's region of the same language (`en-US`), else the language's own (`en-GB`: 24 hours, day first). */
export function chooseTag(locale: Locale, accepted: string): string {
  const regional = byWeight(accepted).find((tag) => tag.toLowerCase().startsWith(`${locale}-`))
  return regional ?? { en: 'en-GB', de: 'de-DE' }[locale]
}

function byWeight(accepted: string): readonly string[] {
  return accepted
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined)
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ tag }) => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
