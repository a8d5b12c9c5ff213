'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Globe, Plus } from 'lucide-react'
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
import { EndpointCard } from './endpoint-card'
import { EndpointSheet } from './endpoint-sheet'

/** This folder is the page of web addresses that rules may post to. An address is entered and never shown again, only its host is. */
export type Endpoint = Outputs['endpoint']['list'][number]

export function EndpointsScreen() {
  const t = useTranslations('endpoints')
  const trpc = useTRPC()
  const mayChange = useMe().role !== 'member'
  const endpoints = useQuery(trpc.endpoint.list.queryOptions())
  const [editing, setEditing] = useState<Endpoint | 'new' | null>(null)
  const add = (
    <Button icon={Plus} onClick={() => setEditing('new')}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <SettingsSection />
      <Main label={t('title')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={endpoints.data?.length}>{t('title')}</ToolbarTitle>
          <Spacer />
          {mayChange && add}
        </Toolbar>
        {endpoints.isError ? (
          <QueryError what={t('title')} error={endpoints.error} onRetry={() => void endpoints.refetch()} />
        ) : endpoints.isPending ? (
          <SkeletonRows rows={2} rowClassName="h-16" lines={2} />
        ) : endpoints.data.length === 0 ? (
          <EmptyState icon={Globe} title={t('empty.title')} text={t('empty.text')} action={mayChange && add} />
        ) : (
          <Scroll>
            <ul className="flex max-w-3xl flex-col gap-4 p-4">
              {endpoints.data.map((endpoint) => (
                <EndpointCard key={endpoint.id} endpoint={endpoint} mayChange={mayChange} onEdit={() => setEditing(endpoint)} />
              ))}
            </ul>
          </Scroll>
        )}
        <EndpointSheet key={editing === null || editing === 'new' ? 'new' : editing.id} endpoint={editing === 'new' ? null : editing} open={editing !== null} onOpenChange={(open) => !open && setEditing(null)} />
      </Main>
    </>
  )
}
