'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Names } from '../../rules/sentence'
import { useTRPC } from '../data/trpc'
import { useFolderName } from '../inbox/use-places'

/** Names of what sentences about the workspace's rules mention, other rules excepted. What is not here yet is said as “…”. */
export function useNames(): Names {
  const trpc = useTRPC()
  const folderName = useFolderName()
  const mailboxes = useQuery(trpc.mailbox.list.queryOptions({})).data
  const accounts = useQuery(trpc.account.list.queryOptions()).data
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members
  const calendars = useQuery(trpc.calendar.list.queryOptions()).data
  const hooks = useQuery(trpc.hook.list.queryOptions()).data
  const endpoints = useQuery(trpc.endpoint.list.queryOptions()).data
  const lists = useQuery(trpc.wordList.list.queryOptions()).data
  return useMemo(
    () => ({
      mailbox: Object.fromEntries((mailboxes ?? []).map((box) => [box.id, folderName(box)])),
      user: Object.fromEntries((members ?? []).map(({ userId, name }) => [userId, name])),
      account: byId(accounts),
      calendar: byId(calendars),
      hook: byId(hooks),
      endpoint: byId(endpoints),
      list: byId(lists),
    }),
    [mailboxes, accounts, members, calendars, hooks, endpoints, lists, folderName],
  )
}

function byId(things: readonly { readonly id: string; readonly name: string }[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(things.map(({ id, name }) => [id, name]))
}
