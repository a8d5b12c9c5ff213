import type { Messages } from 'next-intl'
import type { Locale } from '../../components/language/locales'
import en from './en'

/**
 * What people read on screens, one folder per language and one file per area, so that screens can be worked on side by side. To add a sentence: its key in
 * `en/<area>.json` and in every other language, ICU syntax, no glued fragments. Phrases of nodes and conditions live with the rules and are added here under `node`.
 */
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: typeof en
  }
}

type Tree = { readonly [key: string]: string | Tree }

/** All messages of a language; what it lacks is taken from English. */
export async function messagesOf(locale: Locale): Promise<Messages> {
  switch (locale) {
    case 'en':
      return en
    case 'de':
      return complete(en, (await import('./de')).default)
  }
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
