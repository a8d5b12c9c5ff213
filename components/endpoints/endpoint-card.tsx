'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Ellipsis, KeyRound, Play, Settings2, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { ConfirmDialog } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Tag } from '../ui/tag'
import { showToast } from '../ui/toast-store'
import type { Endpoint } from './endpoint'

/** One web address: what it is, where it is, and a post to it as a rule would make it. */
export function EndpointCard({ endpoint, mayChange, onEdit }: { endpoint: Endpoint; mayChange: boolean; onEdit: () => void }) {
  const t = useTranslations('endpoints')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const [removing, setRemoving] = useState(false)
  const { id, name, style, host } = endpoint
  const test = useMutation(trpc.endpoint.test.mutationOptions({ onError: (error) => failed(t('testing'), error) }))
  const remove = useMutation(
    trpc.endpoint.remove.mutationOptions({
      onSuccess: () => {
        showToast({ text: t('removed', { name }) })
        return queryClient.invalidateQueries(trpc.endpoint.list.queryFilter())
      },
      onError: (error) => failed(t('removing'), error),
    }),
  )
  const report = test.data
  return (
    <li className="rounded-node border border-line">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="flex flex-wrap items-center gap-2 font-strong">
            {name}
            <Tag tone="fact">{t(`style.${style}`)}</Tag>
          </h2>
          <p className="text-ink-3 [overflow-wrap:anywhere]">{host}</p>
        </div>
        {mayChange && (
          <div className="flex items-center gap-1">
            <Button icon={Play} busy={test.isPending} onClick={() => test.mutate({ id })}>
              {t('test')}
            </Button>
            <Menu
              align="end"
              trigger={<IconButton icon={Ellipsis} label={t('more', { name })} />}
              items={[
                { label: t('edit'), icon: Settings2, onSelect: onEdit },
                { label: t('remove'), icon: Trash2, onSelect: () => setRemoving(true) },
              ]}
            />
          </div>
        )}
      </div>
      {report && (
        <p role="status" className={cn('border-t border-line px-4 py-2 text-12', report.ok ? 'text-ink-3' : 'text-danger-ink')}>
          {report.ok ? t('works', { status: report.status ?? 0, milliseconds: report.milliseconds }) : report.message} {report.said}
        </p>
      )}
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t('removeTitle', { name })}
        consequences={[
          { icon: KeyRound, tone: 'danger', text: t('removeForgets') },
          { icon: CircleCheck, text: t('removeSkips') },
        ]}
        confirmLabel={t('remove')}
        onConfirm={() => {
          setRemoving(false)
          remove.mutate({ id })
        }}
      />
    </li>
  )
}
