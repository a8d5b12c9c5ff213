import { cookies, headers } from 'next/headers'
import { LOCALE_COOKIE, OWN_ZONE_COOKIE, ZONE_COOKIE } from '../../components/language/cookies'
import { chooseLocale, chooseTag, type Locale } from '../../components/language/locales'

export interface Language {
  readonly locale: Locale
  /** The tag dates and numbers are written by: the reader's region where the browser names one. */
  readonly tag: string
  /** IANA zone of the reader: the one they chose, else the browser's as it said at an earlier visit. */
  readonly timeZone: string
  /** Whether they chose it. */
  readonly ownZone: boolean
}

/** How to speak to whoever asks: their choice (a cookie, set with the user's setting), else what their browser prefers. */
export async function languageOfRequest(): Promise<Language> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const accepted = head.get('accept-language') ?? ''
  const locale = chooseLocale(jar.get(LOCALE_COOKIE)?.value, accepted)
  const own = zone(jar.get(OWN_ZONE_COOKIE)?.value)
  return { locale, tag: chooseTag(locale, accepted), timeZone: own ?? zone(jar.get(ZONE_COOKIE)?.value) ?? 'UTC', ownZone: own !== null }
}

function zone(given: string | undefined): string | null {
  const name = decodeURIComponent(given ?? '')
  return name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name) ? name : null
}
