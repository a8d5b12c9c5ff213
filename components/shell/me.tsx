'use client'
import { createContext, useContext, type ReactNode } from 'react'
import type { Outputs } from '../data/trpc'

export type Me = Outputs['me']['get']

const MeContext = createContext<Me | null>(null)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** Who is signed in, where, and what they may do. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === null) throw new Error('useMe belongs inside the workspace')
  return me
}
