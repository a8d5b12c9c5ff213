'use client'
import { useMemo } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC, type Outputs } from '../data/trpc'
import type { Scope } from './scope'

export type Folder = Outputs['message']['counts']['mailboxes'][number]
export type Account = Outputs['account']['list'][number]

/** Accounts, folders and tags with their counts: what the section column, the pickers and the titles are made of. */
export function usePlaces() {
  const trpc = useTRPC()
  const counts = useQuery(trpc.message.counts.queryOptions())
  const accounts = useQuery(trpc.account.list.queryOptions())
  return { counts, accounts }
}

/** What a folder is called: its role's word in the reader's language, else its own name. */
export function useFolderName(): (folder: Pick<Folder, 'name' | 'role'>) => string {
  const t = useTranslations('inbox')
  return ({ name, role }) => (role === null ? name : t(`roles.${role}`))
}

/** Title and number of mails of a scope; the number is null where nobody counts. */
export function useScopeTitle(scope: Scope): { readonly title: string; readonly count: number | null; readonly accountId: string | null } {
  const t = useTranslations('inbox')
  const { counts, accounts } = usePlaces()
  const folderName = useFolderName()
  return useMemo(() => {
    const mailboxes = counts.data?.mailboxes ?? []
    const inboxesOf = (id: string) => mailboxes.filter((box) => box.accountId === id && box.role === 'inbox').reduce((sum, box) => sum + box.messages, 0)
    switch (scope.kind) {
      case 'inbox':
        return { title: t('scopes.inbox'), count: counts.data?.inbox.messages ?? null, accountId: null }
      case 'starred':
        return { title: t('scopes.starred'), count: counts.data?.starred ?? null, accountId: null }
      case 'sent':
      case 'snoozed':
      case 'assigned':
      case 'all':
        return { title: t(`scopes.${scope.kind}`), count: null, accountId: null }
      case 'account':
        return { title: accounts.data?.find(({ id }) => id === scope.accountId)?.name ?? '', count: inboxesOf(scope.accountId), accountId: scope.accountId }
      case 'mailbox': {
        const box = mailboxes.find(({ id }) => id === scope.mailboxId)
        return { title: box ? folderName(box) : '', count: box?.messages ?? null, accountId: box?.accountId ?? null }
      }
      case 'tag': {
        const tag = counts.data?.tags.find(({ id }) => id === scope.tagId)
        return { title: tag?.name ?? '', count: tag?.messages ?? null, accountId: null }
      }
    }
  }, [scope, counts.data, accounts.data, t, folderName])
}
