import type { ReactNode } from 'react'
import { headers } from 'next/headers'

export const metadata = { title: 'Postroom' }

/** Reading the headers makes every page dynamic: a page made at build time could not carry the nonce its scripts need (proxy.ts). */
export default async function Layout({ children }: { children: ReactNode }) {
  await headers()
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
