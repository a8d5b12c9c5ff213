'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC, type Outputs } from '../data/trpc'

export type Mailbox = Outputs['mailbox']['list'][number]

/** All accounts, and their mailboxes, which count their mail. */
export function useAccounts() {
  const trpc = useTRPC()
  const accounts = useQuery(trpc.account.list.queryOptions(undefined, { refetchInterval: AGES_MILLISECONDS }))
  const mailboxes = useQuery(trpc.mailbox.list.queryOptions({})).data ?? NONE
  return { accounts, mailboxes }
}

/** How long ago a server answered goes on without a change being told. */
const AGES_MILLISECONDS = 30_000

const NONE: readonly Mailbox[] = []

export function mailsOf(mailboxes: readonly Mailbox[], accountId: string): number {
  return mailboxes.filter((mailbox) => mailbox.accountId === accountId).reduce((sum, { messageCount }) => sum + messageCount, 0)
}
