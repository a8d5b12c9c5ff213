'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import type { Destination } from './destinations'
import { accountsInNeed, useStatus } from './use-status'

/** A count of unread mail, or a mark that something there waits for a person. */
export type RailBadge = number | 'needs you'

export function useRailBadges(): { readonly [D in Destination['id']]?: RailBadge } {
  const trpc = useTRPC()
  const status = useStatus().data
  const mailboxes = useQuery(trpc.mailbox.list.queryOptions({})).data ?? []
  const unread = mailboxes.filter(({ role }) => role === 'inbox').reduce((sum, { unreadCount }) => sum + unreadCount, 0)
  const asked = useQuery(trpc.approval.list.queryOptions({ state: 'open', limit: 100 })).data?.items ?? []
  return {
    ...(unread > 0 ? { inbox: unread } : {}),
    ...(asked.length > 0 ? { approvals: 'needs you' as const } : {}),
    ...(status !== undefined && accountsInNeed(status).length > 0 ? { settings: 'needs you' as const } : {}),
  }
}
