'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Names } from '../../rules/sentence'
import { useTRPC } from '../data/trpc'

/** Names of what sentences in a list refer to; ids until they are here. */
export function useNames(accountId: string, accountName: string): Names {
  const trpc = useTRPC()
  const boxes = useQuery(trpc.mailbox.list.queryOptions({})).data
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members
  return useMemo(
    () => ({
      mailbox: boxes === undefined ? UNKNOWN : Object.fromEntries(boxes.map(({ id, name }) => [id, name])),
      user: members === undefined ? UNKNOWN : Object.fromEntries(members.map(({ userId, name }) => [userId, name])),
      account: { [accountId]: accountName },
    }),
    [boxes, members, accountId, accountName],
  )
}

const UNKNOWN: Readonly<Record<string, string>> = {}
