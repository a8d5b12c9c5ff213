'use client'
import type { ReactNode } from 'react'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { DataProvider } from '../data/trpc'
import { TooltipProvider } from '../ui/tooltip'

/** What every page needs around it, signed in or not. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <NuqsAdapter>
      <DataProvider>
        <TooltipProvider>{children}</TooltipProvider>
      </DataProvider>
    </NuqsAdapter>
  )
}
