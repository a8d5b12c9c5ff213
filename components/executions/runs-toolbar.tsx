'use client'
import { CalendarClock, ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useLiveState } from '../data/live'
import { SectionToggle } from '../shell/panes'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Menu } from '../ui/menu'
import { QuickSearch } from '../ui/quick-search'
import { Dot } from '../ui/tag'
import { Toolbar } from '../ui/toolbar'
import type { RunFilter } from './run-filter'
import { RANGES } from './time-frame'

/** Search, whether this is live, and how far back. */
export function RunsToolbar({ filter, change }: { filter: RunFilter; change: (change: Partial<RunFilter>, how?: 'push' | 'replace') => void }) {
  const t = useTranslations('executions')
  const live = useLiveState()
  return (
    <Toolbar label={t('title')} className="gap-2">
      <SectionToggle />
      <h1 className="sr-only">{t('title')}</h1>
      <QuickSearch label={t('search')} placeholder={t('searchPlaceholder')} value={filter.q} onChange={(q) => change({ q }, 'replace')} className="max-w-110 min-w-24 flex-1" />
      <span className="flex-1 max-sm:hidden" />
      {live === 'live' && (
        <span className="flex items-center gap-1.5 text-12 text-ink-2 max-sm:hidden">
          <Dot tone="success" />
          {t('live')}
        </span>
      )}
      <Menu
        align="end"
        items={RANGES.map((range) => ({ label: t(`range.${range}`), checked: range === filter.range, onSelect: () => change({ range, from: null, until: null }) }))}
        trigger={
          <Button aria-label={t('rangeLabel', { range: t(`range.${filter.range}`) })}>
            <Icon of={CalendarClock} />
            <span className="max-sm:hidden">{t(`range.${filter.range}`)}</span>
            <Icon of={ChevronDown} size={14} />
          </Button>
        }
      />
    </Toolbar>
  )
}
