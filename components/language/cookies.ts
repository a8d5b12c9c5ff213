import { LOCALES, type Locale } from './locales'

export const LOCALE_COOKIE = 'postroom-locale'
export const ZONE_COOKIE = 'postroom-zone'
/** The zone that the signed-in person chose, which stands above the browser's. */
export const OWN_ZONE_COOKIE = 'postroom-own-zone'
const A_YEAR_SECONDS = 31_536_000

/** Remembers the language for this browser; the next page is written in it. */
export function rememberLocale(locale: Locale): void {
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`
}

/**
 * Makes this browser speak as the person who just signed in wishes. A language chosen here before stands; the zone is theirs, or again the browser's when they
 * chose none.
 */
export function rememberWishes({ locale, timeZone }: { readonly locale: string; readonly timeZone: string }): void {
  const chosen = LOCALES.find((one) => one === locale)
  if (chosen !== undefined && !document.cookie.split('; ').some((pair) => pair.startsWith(`${LOCALE_COOKIE}=`))) rememberLocale(chosen)
  document.cookie = `${OWN_ZONE_COOKIE}=${encodeURIComponent(timeZone)}; path=/; max-age=${timeZone === '' ? 0 : A_YEAR_SECONDS}; samesite=lax`
}

/** The time zone this browser is set to. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Tells the server the reader's time zone from the next page on. */
export function rememberZone(timeZone: string): void {
  document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(timeZone)}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`
}
