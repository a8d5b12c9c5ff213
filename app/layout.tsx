import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { headers } from 'next/headers'
import { LanguageProvider } from '../components/language/language-provider'
import { Providers } from '../components/shell/providers'
import { THEME_SCRIPT } from '../components/theme/theme-script'
import { messagesOf } from './messages/catalogue'
import { languageOfRequest } from './messages/language-of-request'
import './globals.css'

/**
 * app/ is routes and words: a page reads its address, checks the session and renders a screen of components/ or calls the API. No rules and no SQL; every visible text
 * lies in messages/.
 */

export const metadata: Metadata = { title: { default: 'Postroom', template: '%s · Postroom' }, applicationName: 'Postroom' }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, themeColor: [{ media: '(prefers-color-scheme: light)', color: '#f6f7f8' }, { media: '(prefers-color-scheme: dark)', color: '#0f1113' }] }

/** The page round everything: language, theme before the first paint, providers. Reading the headers makes every page dynamic, as the nonce of its scripts demands (proxy.ts). */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [language, head] = await Promise.all([languageOfRequest(), headers()])
  return (
    <html lang={language.locale} data-theme="light" suppressHydrationWarning>
      <head>
        <script nonce={head.get('x-nonce') ?? undefined} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        <LanguageProvider {...language} messages={await messagesOf(language.locale)}>
          <Providers>{children}</Providers>
        </LanguageProvider>
      </body>
    </html>
  )
}
