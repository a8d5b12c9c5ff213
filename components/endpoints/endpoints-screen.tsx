'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Globe } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { Cards, ListPage } from '../settings/list-page'
import { useMe } from '../shell/me'
import { EndpointCard } from './endpoint-card'
import { EndpointSheet } from './endpoint-sheet'
import type { Endpoint } from './endpoint'

/** This folder is the page of web addresses that rules may post to. An address is entered and never shown again, only its host is. */
export function EndpointsScreen() {
  const t = useTranslations('endpoints')
  const trpc = useTRPC()
  const mayChange = useMe().role !== 'member'
  const endpoints = useQuery(trpc.endpoint.list.queryOptions())
  const [editing, setEditing] = useState<Endpoint | 'new' | null>(null)
  return (
    <ListPage
      title={t('title')}
      query={endpoints}
      add={mayChange ? { label: t('add'), onAdd: () => setEditing('new') } : undefined}
      empty={{ icon: Globe, title: t('empty.title'), text: t('empty.text') }}
      over={<EndpointSheet key={editing === null || editing === 'new' ? 'new' : editing.id} endpoint={editing === 'new' ? null : editing} open={editing !== null} onOpenChange={(open) => !open && setEditing(null)} />}
    >
      {(items) => (
        <Cards>
          {items.map((endpoint) => (
            <EndpointCard key={endpoint.id} endpoint={endpoint} mayChange={mayChange} onEdit={() => setEditing(endpoint)} />
          ))}
        </Cards>
      )}
    </ListPage>
  )
}
