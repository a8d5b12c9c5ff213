'use client'
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react'
import { NextIntlClientProvider, type Messages } from 'next-intl'
import { rememberZone } from './cookies'
import { formatsOf, type Formats } from './formats'
import type { Locale } from './locales'

const FormatsContext = createContext<Formats>(formatsOf('en-GB', 'UTC'))

/** This folder is about saying things in the reader's language: catalogues in, dates and numbers out. It knows languages, not screens. */
export function LanguageProvider({ locale, tag, timeZone, messages, children }: { locale: Locale; tag: string; timeZone: string; messages: Messages; children: ReactNode }) {
  const formats = useMemo(() => formatsOf(tag, timeZone), [tag, timeZone])
  useEffect(rememberZone, [])
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone={timeZone}>
      <FormatsContext value={formats}>{children}</FormatsContext>
    </NextIntlClientProvider>
  )
}

/** Dates, times, durations, sizes and numbers as this reader writes them. */
export function useFormats(): Formats {
  return useContext(FormatsContext)
}
