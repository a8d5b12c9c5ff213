'use client'
import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Play, RotateCw, Settings2, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { StageFailure } from '../connection/stage-failure'
import { StagedTest } from '../connection/staged-test'
import type { ServerValues } from '../connection/server-values'
import { useStagedTest } from '../connection/use-staged-test'
import { useTRPC, type Outputs } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Dot, Tag } from '../ui/tag'
import { showToast } from '../ui/toast-store'
import { RemoveServer } from './remove-server'
import type { OutgoingServer } from './outgoing-server'

export interface ServerCardProps {
  server: OutgoingServer
  /** In the order they are tried; the first serves accounts without a choice of their own. */
  position: number
  /** A link led here. */
  current: boolean
  health: Outputs['outbox']['summary']['servers'][number] | undefined
  usedBy: readonly string[]
  onEdit: () => void
  mayChange: boolean
}

/** One server: where it is, how it fares, who uses it, and a test of it as it is stored. */
export function ServerCard({ server, position, current, health, usedBy, onEdit, mayChange }: ServerCardProps) {
  const t = useTranslations('servers')
  const words = useTranslations('connection')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const failed = useFailed()
  const formats = useFormats()
  const [removing, setRemoving] = useState(false)
  const run = useMutation(trpc.outgoingServer.test.mutationOptions())
  const testing = useStagedTest<string>(words('connectionTest'), (id) => run.mutateAsync({ id }))
  const remove = useMutation(
    trpc.outgoingServer.remove.mutationOptions({
      onSuccess: () => {
        showToast({ text: t('removed', { name: server.name }) })
        return queryClient.invalidateQueries(trpc.outgoingServer.list.queryFilter())
      },
      onError: (error) => failed(t('removing'), error),
    }),
  )
  const values: ServerValues = { ...server.server, port: String(server.server.port), password: '' }
  const trouble = (health?.failed ?? 0) + (health?.deferred ?? 0)
  const tone = health === undefined ? 'muted' : health.failed > 0 ? 'danger' : health.deferred > 0 ? 'warning' : 'success'
  return (
    <li className={cn('rounded-node border', current ? 'border-accent-line' : 'border-line')}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="flex flex-wrap items-center gap-2 font-strong">
            <Dot tone={tone} />
            {server.name}
            {position === 1 && <Tag tone="fact">{t('first')}</Tag>}
            {server.sink && <Tag tone="fact">{t('sink')}</Tag>}
          </h2>
          <p className="[overflow-wrap:anywhere] text-ink-3">{t('place', { host: server.server.host, port: String(server.server.port), security: server.server.security })}</p>
        </div>
        {mayChange && (
          <div className="flex items-center gap-1">
            <Button icon={testing.report ? RotateCw : Play} busy={testing.running} onClick={() => void testing.test(server.id)}>
              {testing.report ? words('testAgain') : words('test')}
            </Button>
            <Menu
              align="end"
              trigger={<IconButton icon={Ellipsis} label={t('more', { name: server.name })} />}
              items={[
                { label: t('edit'), icon: Settings2, onSelect: onEdit },
                { label: t('remove'), icon: Trash2, onSelect: () => setRemoving(true) },
              ]}
            />
          </div>
        )}
      </div>
      <p className={cn('border-t border-line px-4 py-2 text-12 text-ink-3', tone === 'danger' && 'text-danger-ink')}>
        {health === undefined ? '…' : trouble > 0 ? t('trouble', { count: trouble, why: health.lastError ?? '' }) : t('well', { count: health.acceptedToday })}
        {' · '}
        {usedBy.length === 0 ? t('unused') : t('usedBy', { accounts: formats.list(usedBy) })}
      </p>
      {(testing.running || testing.report) && (
        <div className="border-t border-line p-3">
          <StagedTest
            protocol="smtp"
            server={values}
            report={testing.report}
            running={testing.running}
            renderFailure={(stage) => <StageFailure stage={stage} server={values} protocol="smtp" address={server.server.user} onFix={(fix) => (fix.kind === 'retry' ? void testing.test(server.id) : onEdit())} />}
          />
        </div>
      )}
      <RemoveServer
        name={server.name}
        usedBy={usedBy}
        open={removing}
        onOpenChange={setRemoving}
        onConfirm={() => {
          setRemoving(false)
          remove.mutate({ id: server.id })
        }}
      />
    </li>
  )
}
