'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { BriefcaseBusiness, Plus } from 'lucide-react'
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
import { CalendarCard } from './calendar-card'
import { CalendarSheet } from './calendar-sheet'

/** This folder is the page of working hours: when somebody works, for waits and conditions that count with it. */
export type WorkingHours = Outputs['calendar']['list'][number]

export function CalendarsScreen() {
  const t = useTranslations('calendars')
  const trpc = useTRPC()
  const mayChange = useMe().role !== 'member'
  const [place, go] = useQueryStates({ calendar: parseAsString, do: parseAsStringLiteral(['add', 'edit'] as const) }, { history: 'push' })
  const calendars = useQuery(trpc.calendar.list.queryOptions())
  const editing = calendars.data?.find(({ id }) => id === place.calendar) ?? null
  const add = (look: 'primary' | 'secondary') =>
    mayChange && (
      <Button look={look} icon={Plus} onClick={() => void go({ do: 'add', calendar: null })}>
        {t('add')}
      </Button>
    )
  return (
    <>
      <SettingsSection />
      <Main label={t('title')}>
        <Toolbar>
          <SectionToggle />
          <ToolbarTitle count={calendars.data?.length}>{t('title')}</ToolbarTitle>
          <Spacer />
          {add('secondary')}
        </Toolbar>
        {calendars.isError ? (
          <QueryError what={t('title')} error={calendars.error} onRetry={() => void calendars.refetch()} />
        ) : calendars.isPending ? (
          <SkeletonRows rows={3} />
        ) : calendars.data.length === 0 ? (
          <EmptyState icon={BriefcaseBusiness} title={t('empty.title')} text={t('empty.text')} action={add('primary')} />
        ) : (
          <Scroll>
            <ul className="flex max-w-3xl flex-col gap-4 p-4">
              {calendars.data.map((calendar) => (
                <CalendarCard key={calendar.id} calendar={calendar} mayChange={mayChange} onEdit={() => void go({ do: 'edit', calendar: calendar.id })} />
              ))}
            </ul>
          </Scroll>
        )}
        <CalendarSheet key={`${place.do ?? ''} ${place.calendar ?? ''}`} calendar={editing} open={place.do === 'add' || (place.do === 'edit' && editing !== null)} onOpenChange={(open) => !open && void go({ do: null, calendar: null })} />
      </Main>
    </>
  )
}
