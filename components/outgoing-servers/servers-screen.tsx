'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Plus, Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC, type Outputs } from '../data/trpc'
import { SettingsSection } from '../settings/settings-section'
import { useMe } from '../shell/me'
import { Main, SectionToggle } from '../shell/panes'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { SkeletonRows } from '../ui/skeleton'
import { Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { ServerCard } from './server-card'
import { ServerSheet } from './server-sheet'

/** This folder is the page of outgoing servers: what mail is sent through, in which order, and whether it works. */
export type OutgoingServer = Outputs['outgoingServer']['list'][number]

export function ServersScreen() {
  const t = useTranslations('servers')
  const trpc = useTRPC()
  const mayChange = useMe().role !== 'member'
  const [place, go] = useQueryStates({ server: parseAsString, do: parseAsStringLiteral(['add', 'edit'] as const) }, { history: 'push' })
  const servers = useQuery(trpc.outgoingServer.list.queryOptions())
  const health = useQuery(trpc.outbox.summary.queryOptions()).data?.servers
  const accounts = useQuery(trpc.account.list.queryOptions()).data ?? []
  const editing = servers.data?.find(({ id }) => id === place.server) ?? null
  const add = mayChange && (
    <Button look="primary" icon={Plus} onClick={() => void go({ do: 'add', server: null })}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <SettingsSection />
      <Main label={t('title')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={servers.data?.length}>{t('title')}</ToolbarTitle>
          <Spacer />
          {mayChange && (
            <Button icon={Plus} onClick={() => void go({ do: 'add', server: null })}>
              {t('add')}
            </Button>
          )}
        </Toolbar>
        {servers.isError ? (
          <QueryError what={t('title')} error={servers.error} onRetry={() => void servers.refetch()} />
        ) : servers.isPending ? (
          <SkeletonRows rows={2} rowClassName="h-24" lines={3} />
        ) : servers.data.length === 0 ? (
          <EmptyState icon={Send} title={t('empty.title')} text={t('empty.text')} action={add} />
        ) : (
          <Scroll>
            <ul className="flex max-w-3xl flex-col gap-4 p-4">
              {servers.data.map((server, index) => (
                <ServerCard
                  key={server.id}
                  server={server}
                  position={index + 1}
                  current={server.id === place.server}
                  health={health?.find(({ id }) => id === server.id)}
                  usedBy={accounts.filter(({ outgoingServerId }) => outgoingServerId === server.id || (outgoingServerId === null && index === 0)).map(({ name }) => name)}
                  onEdit={() => void go({ server: server.id, do: 'edit' })}
                  mayChange={mayChange}
                />
              ))}
            </ul>
          </Scroll>
        )}
        <ServerSheet key={editing?.id ?? 'new'} server={place.do === 'edit' ? editing : null} open={place.do === 'add' || (place.do === 'edit' && editing !== null)} onOpenChange={(open) => !open && void go({ do: null })} />
      </Main>
    </>
  )
}
