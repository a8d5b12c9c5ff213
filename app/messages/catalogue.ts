import type { Messages } from 'next-intl'
import type { Locale } from '../../components/language/locales'
import { englishByKey } from '../../rules/phrases'
import en from './en'

/**
 * What people read on screens, one folder per language and one file per area, so that screens can be worked on side by side. To add a sentence: its key in
 * `en/<area>.json` and in every other language, ICU syntax, no glued fragments. English phrases of nodes, conditions and problems live in rules/ and are added here;
 * other languages keep theirs in `<locale>/phrases.json` under the same dotted keys.
 */
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof en & { phrases: Readonly<Record<string, string>> }
  }
}

type Tree = { readonly [key: string]: string | Tree }

/** All messages of a language; what it lacks is taken from English. */
export async function messagesOf(locale: Locale): Promise<Messages> {
  switch (locale) {
    case 'en':
      return { ...en, phrases: slashed(englishByKey()) }
    case 'de': {
      const { default: de } = await import('./de')
      return { ...complete(en, de), phrases: { ...slashed(englishByKey()), ...slashed(de.phrases) } }
    }
  }
}

/** Keys as `phraseKey` (components/sentence) asks for them: a dot would mean nesting, and node types have dots in their names. */
function slashed(phrases: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(phrases).map(([key, phrase]) => [key.replaceAll('.', '/'), phrase]))
}

/** `own`, with every leaf it lacks taken from `fallback`. */
export function complete<T extends Tree>(fallback: T, own: Tree): T
export function complete(fallback: Tree, own: Tree): Tree {
  return Object.fromEntries(
    Object.entries(fallback).map(([key, value]) => {
      const mine = own[key]
      if (typeof value === 'string') return [key, typeof mine === 'string' ? mine : value]
      return [key, complete(value, typeof mine === 'object' ? mine : {})]
    }),
  )
}
