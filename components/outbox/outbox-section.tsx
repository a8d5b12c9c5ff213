'use client'
import { Ban, CalendarClock, CircleCheck, CircleDashed, CircleHelp, CircleX, List, RotateCw, Undo2, User, Workflow } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { Section } from '../shell/panes'
import { NavGroup, NavLink } from '../shell/section-nav'
import type { LucideIcon } from '../ui/icon'
import { outboxAddress, statesOf, TABS, type OutboxFilter, type Tab } from './outbox-url'
import { useOutboxSummary } from './use-outbox'

const ICONS: { readonly [T in Tab]: LucideIcon } = { scheduled: CalendarClock, queued: CircleDashed, deferred: RotateCw, failed: CircleX, uncertain: CircleHelp, accepted: CircleCheck, returned: Undo2, cancelled: Ban }

/** States with their counts, and who wrote. */
export function OutboxSection({ filter, inList }: { filter: OutboxFilter; inList: boolean }) {
  const t = useTranslations('outbox')
  const formats = useFormats()
  const summary = useOutboxSummary().data
  const countOf = (tab: Tab) => summary?.states.filter(({ state }) => statesOf(tab).includes(state)).reduce((sum, { count }) => sum + count, 0)
  const all = summary?.states.filter(({ state }) => state !== 'draft').reduce((sum, { count }) => sum + count, 0)
  const shown = (count: number | undefined) => (count === undefined ? {} : { count: formats.number(count) })
  return (
    <Section title={t('title')}>
      <NavGroup>
        <NavLink href="/outbox" label={t('tab.all')} icon={List} current={inList && filter.state === null && filter.by === null && filter.error === null} {...shown(all)} />
        {TABS.map((tab) => {
          const count = countOf(tab)
          const urgent = (tab === 'failed' || tab === 'uncertain' || tab === 'returned') && count !== undefined && count > 0
          return (
            <NavLink
              key={tab}
              href={outboxAddress({ state: tab })}
              label={t(`tab.${tab}`)}
              icon={ICONS[tab]}
              current={filter.state === tab}
              {...(urgent ? { count: <span className="font-strong text-danger-ink">{formats.number(count)}</span> } : shown(count))}
            />
          )
        })}
      </NavGroup>
      <NavGroup heading={t('sentBy')}>
        <NavLink href={outboxAddress({ by: 'rules' })} label={t('by.rules')} icon={Workflow} current={filter.by === 'rules'} {...shown(summary?.writtenBy.rules)} />
        <NavLink href={outboxAddress({ by: 'people' })} label={t('by.people')} icon={User} current={filter.by === 'people'} {...shown(summary?.writtenBy.people)} />
      </NavGroup>
    </Section>
  )
}
