'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

const DOINGS = ['connect', 'edit', 'remove', 'live'] as const
export type Doing = (typeof DOINGS)[number]

/** Where one is on this screen, kept in the address: which account, what is being done with it, and which field a link from an error leads to. */
export function useAccountPlace() {
  return useQueryStates(
    { account: parseAsString, do: parseAsStringLiteral(DOINGS), field: parseAsStringLiteral(['host', 'port', 'user', 'password'] as const) },
    { history: 'push' },
  )
}
