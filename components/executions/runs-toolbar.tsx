'use client'
import { useEffect, useRef, useState } from 'react'
import { CalendarClock, ChevronDown, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useLiveState } from '../data/live'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { SectionToggle } from '../shell/panes'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { Input } from '../ui/input'
import { Kbd } from '../ui/kbd'
import { Menu } from '../ui/menu'
import { Dot } from '../ui/tag'
import { Toolbar } from '../ui/toolbar'
import type { RunFilter } from './run-filter'
import { RANGES } from './time-frame'

/** Milliseconds after the last letter until the list is asked. */
const PAUSE = 250

/** Search, whether this is live, and how far back. */
export function RunsToolbar({ filter, change }: { filter: RunFilter; change: (change: Partial<RunFilter>, how?: 'push' | 'replace') => void }) {
  const t = useTranslations('executions')
  const live = useLiveState()
  return (
    <Toolbar label={t('title')} className="gap-2">
      <SectionToggle />
      <h1 className="sr-only">{t('title')}</h1>
      <SearchBox q={filter.q} onSearch={(q) => change({ q }, 'replace')} />
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

function SearchBox({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const t = useTranslations('executions')
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(q)
  const search = useRef(onSearch)
  useEffect(() => {
    search.current = onSearch
  })
  useEffect(() => {
    if (typed === q) return
    const timer = setTimeout(() => search.current(typed), PAUSE)
    return () => clearTimeout(timer)
  }, [typed, q])
  useCommand('search', () => box.current?.focus())
  return (
    <Input
      ref={box}
      type="search"
      look="quiet"
      icon={Search}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          setTyped('')
          box.current?.blur()
        }
      }}
      placeholder={t('searchPlaceholder')}
      aria-label={t('search')}
      className="w-full max-w-110 min-w-24 flex-1"
      end={<Kbd keys={keysOf('search') ?? ''} className="max-sm:hidden" />}
    />
  )
}
