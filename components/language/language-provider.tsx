'use client'
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { NextIntlClientProvider, type Messages } from 'next-intl'
import { browserZone, rememberZone } from './cookies'
import { formatsOf, type Formats } from './formats'
import type { Locale } from './locales'

const FormatsContext = createContext<Formats>(formatsOf('en-GB', 'UTC'))

const neverChanges = () => () => undefined

/** This folder is about saying things in the reader's language: catalogues in, dates and numbers out. It knows languages, not screens. */
export function LanguageProvider({ locale, tag, timeZone, messages, children }: { locale: Locale; tag: string; timeZone: string; messages: Messages; children: ReactNode }) {
  // The server knows the zone from the second page on; until then the browser's takes over once the page is alive.
  const zone = useSyncExternalStore(neverChanges, browserZone, () => timeZone)
  const formats = useMemo(() => formatsOf(tag, zone), [tag, zone])
  useEffect(() => rememberZone(zone), [zone])
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={zone}>
      <FormatsContext value={formats}>{children}</FormatsContext>
    </NextIntlClientProvider>
  )
}

/** Dates, times, durations, sizes and numbers as this reader writes them. */
export function useFormats(): Formats {
  return useContext(FormatsContext)
}
