'use client'
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { NextIntlClientProvider, type Messages } from 'next-intl'
import { browserZone, rememberZone } from './cookies'
import { formatsOf, type Formats } from './formats'
import type { Locale } from './locales'

const FormatsContext = createContext<Formats>(formatsOf('en-GB', 'UTC'))

const neverChanges = () => () => undefined

/** This folder is about saying things in the reader's language: catalogues in, dates and numbers out. It knows languages, not screens. */
export function LanguageProvider({ locale, tag, timeZone, ownZone, messages, children }: { locale: Locale; tag: string; timeZone: string; ownZone: boolean; messages: Messages; children: ReactNode }) {
  // A zone that the reader chose stands. Else the server knows the browser's from the second page on; until then it takes over once the page is alive.
  const here = useSyncExternalStore(neverChanges, browserZone, () => timeZone)
  const zone = ownZone ? timeZone : here
  const formats = useMemo(() => formatsOf(tag, zone), [tag, zone])
  useEffect(() => rememberZone(here), [here])
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
