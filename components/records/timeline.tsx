'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { useDayLabel } from '../language/use-day-label'
import { TabPanel, Tabs } from '../ui/tabs'
import { NoteBox } from './note-box'
import type { RecordDetail } from './record-url'
import { TimelineEntry } from './timeline-entry'
import { daysOf, isOfTab, TABS, type TimelineTab } from './timeline-days'

/** Everything that happened, newest first: mails, notes, what people and rules did. */
export function Timeline({ record }: { record: RecordDetail }) {
  const t = useTranslations('records')
  const [tab, setTab] = useState<TimelineTab>('all')
  const dayLabel = useDayLabel()
  const entries = record.timeline.filter((entry) => isOfTab(entry, tab))
  const countOf = (of: TimelineTab) => record.timeline.filter((entry) => isOfTab(entry, of)).length
  return (
    <section aria-label={t('timeline')} className="flex min-w-0 flex-1 flex-col">
      <Tabs
        label={t('timeline')}
        value={tab}
        onChange={setTab}
        tabs={TABS.map((value) => (value === 'all' ? { value, label: t('tab.all') } : { value, label: t(`tab.${value}`), count: countOf(value) }))}
        end={<span className="text-12 text-ink-3 max-sm:hidden">{t('newestFirst')}</span>}
        className="flex-1"
      >
        <TabPanel value={tab} className="thin-scroll overflow-y-auto max-lg:overflow-visible">
          <div className="flex flex-col gap-3 p-4 pb-10">
            <NoteBox record={record} />
            {entries.length === 0 && <p className="py-4 text-ink-3">{t(`nothing.${tab}`)}</p>}
            {daysOf(entries).map((day) => (
              <div key={day.key}>
                <h3 className="mb-2 flex items-center gap-3 text-11 font-medium text-ink-3 after:h-px after:flex-1 after:bg-line">{dayLabel(day.at)}</h3>
                <ol>
                  {day.entries.map((entry, index) => (
                    <TimelineEntry key={entry.id} entry={entry} record={record} last={index === day.entries.length - 1} />
                  ))}
                </ol>
              </div>
            ))}
          </div>
        </TabPanel>
      </Tabs>
    </section>
  )
}
