'use client'
import { useState } from 'react'
import { Building2, FlaskConical, Inbox, Trash2, UserRound } from 'lucide-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useFailed } from '../data/use-failed'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/dialog'
import { Icon } from '../ui/icon'
import { Popover } from '../ui/popover'
import { showToast } from '../ui/toast-store'
import { useMe } from './me'

/** Says that the company is invented, and takes it away in one step. Draws nothing where there is no demo. */
export function DemoLabel({ className }: { className: string }) {
  const t = useTranslations('shell')
  const me = useMe()
  const [open, setOpen] = useState(false)
  const [asking, setAsking] = useState(false)
  if (!me.workspace.demo) return null
  return (
    <>
      <Popover
        label={t('demo')}
        side="top"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={className}>
            <Icon of={FlaskConical} size={14} className="text-ink-3" />
            <span className="font-medium">{t('demo')}</span>
          </button>
        }
      >
        <p className="mb-1 font-strong">{me.workspace.name}</p>
        <p className="mb-3 text-ink-2">{t('demoHelp')}</p>
        {me.scopes.includes('admin') ? (
          <Button
            onClick={() => {
              setOpen(false)
              setAsking(true)
            }}
          >
            {t('demoRemove')}
          </Button>
        ) : (
          <p className="text-12 text-ink-3">{t('demoWhoMay')}</p>
        )}
      </Popover>
      <RemoveDemo open={asking} onOpenChange={setAsking} />
    </>
  )
}

/** The question before the demo company goes: what goes, what stays, its name typed, because there is no way back. */
export function RemoveDemo({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('shell')
  const trpc = useTRPC()
  const me = useMe()
  const router = useRouter()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const remove = useMutation(
    trpc.workspace.removeDemo.mutationOptions({
      onSuccess: async () => {
        onOpenChange(false)
        showToast({ text: t('demoRemoved'), tone: 'success' })
        await queryClient.invalidateQueries()
        router.push('/inbox')
        router.refresh()
      },
      onError: (error) => failed(t('demoRemove'), error),
    }),
  )
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('demoQuestion', { name: me.workspace.name })}
      description={t('demoNoWayBack')}
      consequences={[
        { icon: Trash2, text: t('demoGoes'), tone: 'danger' },
        { icon: Inbox, text: t('demoStays') },
        { icon: UserRound, text: t('demoYou') },
        { icon: Building2, text: t('demoAgain') },
      ]}
      typeToConfirm={me.workspace.name}
      confirmLabel={t('demoRemove')}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
