'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Names } from '../../rules/sentence'
import { useTRPC } from '../data/trpc'
import { useFolderName, usePlaces } from './use-places'

/** What the rules of the workspace mention by id, by name. */
export function useNames(): Names {
  const trpc = useTRPC()
  const { counts, accounts } = usePlaces()
  const folderName = useFolderName()
  const members = useQuery(trpc.workspace.get.queryOptions()).data?.members
  return useMemo(
    () => ({
      mailbox: Object.fromEntries((counts.data?.mailboxes ?? []).map((box) => [box.id, folderName(box)])),
      user: Object.fromEntries((members ?? []).map(({ userId, name }) => [userId, name])),
      account: Object.fromEntries((accounts.data ?? []).map(({ id, name }) => [id, name])),
    }),
    [counts.data, accounts.data, members, folderName],
  )
}
