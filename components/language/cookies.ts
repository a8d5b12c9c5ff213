import type { Locale } from './locales'

export const LOCALE_COOKIE = 'postroom-locale'
export const ZONE_COOKIE = 'postroom-zone'
const A_YEAR_SECONDS = 31_536_000

/** Remembers the language for this browser; the next page is written in it. */
export function rememberLocale(locale: Locale): void {
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`
}

/** The time zone this browser is set to. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Tells the server the reader's time zone from the next page on. */
export function rememberZone(timeZone: string): void {
  document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(timeZone)}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax`
}
