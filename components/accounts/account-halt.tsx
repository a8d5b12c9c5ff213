'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, CircleCheck, OctagonX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Row } from '../settings/block'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { Tag } from '../ui/tag'
import type { Account } from './account-health'

/** The kill switch of one account. Stopping asks first; going on does not. */
export function AccountHalt({ account }: { account: Account }) {
  const t = useTranslations('accounts')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const mayChange = useMe().role !== 'member'
  const [asking, setAsking] = useState(false)
  const halt = useMutation(
    trpc.account.halt.mutationOptions({
      onSettled: () => Promise.all([queryClient.invalidateQueries({ queryKey: [['account']] }), queryClient.invalidateQueries({ queryKey: [['workspace']] })]),
      onError: (error) => failed(t('halt.what'), error),
    }),
  )
  return (
    <Row title={t(account.halted ? 'halt.on' : 'halt.off')} text={t(account.halted ? 'halt.onText' : 'halt.offText')}>
      {account.halted && <Tag tone="warning">{t('halt.tag')}</Tag>}
      {mayChange &&
        (account.halted ? (
          <Button look="primary" busy={halt.isPending} onClick={() => halt.mutate({ id: account.id, halted: false })}>
            {t('halt.resume')}
          </Button>
        ) : (
          <Button icon={OctagonX} onClick={() => setAsking(true)}>
            {t('halt.stop')}
          </Button>
        ))}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('halt.question', { name: account.name })}
        consequences={[
          { icon: OctagonX, tone: 'danger', text: t('halt.stops') },
          { icon: Ban, tone: 'danger', text: t('halt.cancels') },
          { icon: CircleCheck, tone: 'success', text: t('halt.goesOn') },
        ]}
        confirmLabel={t('halt.stop')}
        busy={halt.isPending}
        onConfirm={() => {
          setAsking(false)
          halt.mutate({ id: account.id, halted: true })
        }}
      />
    </Row>
  )
}
