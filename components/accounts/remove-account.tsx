'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, CircleCheck, KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { ConfirmDialog } from '../ui/dialog'
import { showToast } from '../ui/toast-store'
import type { Account } from './account-health'

/** Asks for the account's name before it is removed. */
export function RemoveAccount({ account, open, onOpenChange, onRemoved }: { account: Account; open: boolean; onOpenChange: (open: boolean) => void; onRemoved: () => void }) {
  const t = useTranslations('accounts')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const remove = useMutation(
    trpc.account.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.account.list.queryFilter())
        onRemoved()
        showToast({ text: t('remove.done', { name: account.name }) })
      },
      onError: (error) => failed(t('remove.what'), error),
    }),
  )
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('remove.title', { name: account.name })}
      consequences={[
        { icon: Ban, tone: 'danger', text: t('remove.stops') },
        { icon: KeyRound, tone: 'danger', text: t('remove.forgets') },
        { icon: CircleCheck, tone: 'success', text: t('remove.stays') },
      ]}
      confirmLabel={t('remove.confirm')}
      typeToConfirm={account.name}
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ id: account.id, confirmName: account.name })}
    />
  )
}
