'use client'
import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { BriefcaseBusiness } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { Cards, ListPage } from '../settings/list-page'
import { useMe } from '../shell/me'
import { CalendarCard } from './calendar-card'
import { CalendarSheet } from './calendar-sheet'

/** This folder is the page of working hours: when somebody works, for waits and conditions that count with it. */
export function CalendarsScreen() {
  const t = useTranslations('calendars')
  const trpc = useTRPC()
  const mayChange = useMe().role !== 'member'
  const [place, go] = useQueryStates({ calendar: parseAsString, do: parseAsStringLiteral(['add', 'edit'] as const) }, { history: 'push' })
  const calendars = useQuery(trpc.calendar.list.queryOptions())
  const editing = calendars.data?.find(({ id }) => id === place.calendar) ?? null
  return (
    <ListPage
      title={t('title')}
      query={calendars}
      add={mayChange ? { label: t('add'), onAdd: () => void go({ do: 'add', calendar: null }) } : undefined}
      empty={{ icon: BriefcaseBusiness, title: t('empty.title'), text: t('empty.text') }}
      over={<CalendarSheet key={`${place.do ?? ''} ${place.calendar ?? ''}`} calendar={editing} open={place.do === 'add' || (place.do === 'edit' && editing !== null)} onOpenChange={(open) => !open && void go({ do: null, calendar: null })} />}
    >
      {(items) => (
        <Cards>
          {items.map((calendar) => (
            <CalendarCard key={calendar.id} calendar={calendar} mayChange={mayChange} onEdit={() => void go({ do: 'edit', calendar: calendar.id })} />
          ))}
        </Cards>
      )}
    </ListPage>
  )
}
