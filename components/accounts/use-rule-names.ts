'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Names } from '../../rules/sentence'
import { useTRPC } from '../data/trpc'

/** Names for the mailboxes, people and accounts that sentences of rules mention. */
export function useRuleNames(): Names {
  const trpc = useTRPC()
  const mailboxes = useQuery(trpc.mailbox.list.queryOptions({})).data
  const accounts = useQuery(trpc.account.list.queryOptions()).data
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members
  return useMemo(
    () => ({
      mailbox: Object.fromEntries((mailboxes ?? []).map(({ id, name }) => [id, name])),
      user: Object.fromEntries((members ?? []).map(({ userId, name }) => [userId, name])),
      account: Object.fromEntries((accounts ?? []).map(({ id, name }) => [id, name])),
    }),
    [mailboxes, members, accounts],
  )
}
