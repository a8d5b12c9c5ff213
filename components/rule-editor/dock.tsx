'use client'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Scroll } from '../ui/pane'
import { TabPanel, Tabs } from '../ui/tabs'
import { ProblemsDock } from './dock-problems'
import { TestDock } from './dock-test'
import { WhatIfDock } from '../rule-what-if/what-if-dock'
import { VersionsDock } from './dock-versions'
import { DOCK_TABS, useEditor, type DockTab } from './editor-context'
import { SentenceText } from './sentence-text'

/** Below the canvas: the rule in words, a test, what is wrong, and its versions. */
export function Dock({ tab, onTab }: { tab: DockTab | 'closed'; onTab: (tab: DockTab | 'closed' | null) => void }) {
  const t = useTranslations('editor')
  const { problems, rule } = useEditor()
  const closed = tab === 'closed'
  const blockers = problems.some(({ severity }) => severity === 'blocker')
  return (
    <section aria-label={t('dockLabel')} className={cn('flex shrink-0 flex-col border-t border-line bg-bg', closed ? 'h-(--subbar)' : tab === 'sentence' ? 'h-[136px]' : tab === 'whatIf' ? 'h-[328px]' : 'h-[264px]')}>
      <Tabs<DockTab | 'closed'>
        label={t('dockLabel')}
        value={tab}
        onChange={onTab}
        tabs={DOCK_TABS.map((value) => ({
          value, label: t(`dock.${value}`),
          ...(value === 'problems' && problems.length > 0 ? { count: problems.length, tone: blockers ? ('danger' as const) : ('warning' as const) } : {}),
          ...(value === 'versions' && rule.versions.length > 0 ? { count: rule.versions.length } : {}),
        }))}
        end={<IconButton icon={closed ? ChevronUp : ChevronDown} label={t(closed ? 'openDock' : 'closeDock')} onClick={() => onTab(closed ? null : 'closed')} />}
        className="flex-1"
      >
        <TabPanel value="sentence" className="flex min-h-0 flex-col">
          <Scroll tabIndex={0} className="max-w-[78ch] px-4 py-3 text-14">
            <SentenceText />
          </Scroll>
        </TabPanel>
        <TabPanel value="test" className="flex min-h-0 flex-col">
          <TestDock />
        </TabPanel>
        <TabPanel value="whatIf" className="flex min-h-0 flex-col">
          <WhatIfDock />
        </TabPanel>
        <TabPanel value="problems" className="flex min-h-0 flex-col">
          <ProblemsDock />
        </TabPanel>
        <TabPanel value="versions" className="flex min-h-0 flex-col">
          <VersionsDock />
        </TabPanel>
      </Tabs>
    </section>
  )
}
