'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { Cards, ListPage } from '../settings/list-page'
import { useMe } from '../shell/me'
import { ServerCard } from './server-card'
import { ServerSheet } from './server-sheet'

/** This folder is the page of outgoing servers: what mail is sent through, in which order, and whether it works. */
export function ServersScreen() {
  const t = useTranslations('servers')
  const trpc = useTRPC()
  const mayChange = useMe().role !== 'member'
  const [place, go] = useQueryStates({ server: parseAsString, do: parseAsStringLiteral(['add', 'edit'] as const) }, { history: 'push' })
  const servers = useQuery(trpc.outgoingServer.list.queryOptions())
  const health = useQuery(trpc.outbox.summary.queryOptions()).data?.servers
  const accounts = useQuery(trpc.account.list.queryOptions()).data ?? []
  const editing = servers.data?.find(({ id }) => id === place.server) ?? null
  return (
    <ListPage
      title={t('title')}
      query={servers}
      add={mayChange ? { label: t('add'), onAdd: () => void go({ do: 'add', server: null }) } : undefined}
      empty={{ icon: Send, title: t('empty.title'), text: t('empty.text') }}
      over={<ServerSheet key={editing?.id ?? 'new'} server={place.do === 'edit' ? editing : null} open={place.do === 'add' || (place.do === 'edit' && editing !== null)} onOpenChange={(open) => !open && void go({ do: null })} />}
    >
      {(items) => (
        <Cards>
          {items.map((server, index) => (
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
        </Cards>
      )}
    </ListPage>
  )
}
