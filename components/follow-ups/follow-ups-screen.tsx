'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { CalendarClock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC } from '../data/trpc'
import { Main } from '../shell/panes'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { Segmented } from '../ui/segmented'
import { SkeletonRows } from '../ui/skeleton'
import { Spacer, Toolbar, ToolbarTitle } from '../ui/toolbar'
import { FollowUpRow } from './follow-up-row'

const VIEWS = ['mine', 'all', 'done'] as const

/** Next steps that rules or people planned: mine, everybody's, and those that were done. */
export function FollowUpsScreen() {
  const t = useTranslations('followUps')
  const trpc = useTRPC()
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('mine'))
  const list = useQuery(trpc.followUp.list.queryOptions({ whose: view === 'mine' ? 'mine' : 'all', done: view === 'done' }))
  return (
    <Main label={t('title')}>
      <Toolbar>
        <ToolbarTitle count={list.data?.length}>{t('title')}</ToolbarTitle>
        <Spacer />
        <Segmented label={t('view')} value={view} onChange={(next) => void setView(next)} options={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))} />
      </Toolbar>
      {list.isError ? (
        <QueryError what={t('title')} error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows rows={6} rowClassName="h-14" />
      ) : list.data.length === 0 ? (
        <EmptyState icon={CalendarClock} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <Scroll>
          <ul>
            {list.data.map((followUp) => (
              <FollowUpRow key={followUp.id} followUp={followUp} showPerson={view !== 'mine'} />
            ))}
          </ul>
        </Scroll>
      )}
    </Main>
  )
}
