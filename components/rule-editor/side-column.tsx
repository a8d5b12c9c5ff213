'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Scroll } from '../ui/pane'
import { TabPanel, Tabs } from '../ui/tabs'
import { Outline } from '../outline/outline'
import { useEditor } from './editor-context'
import { Palette } from './palette'

type Side = 'add' | 'outline'

/** Left of the canvas: steps to add, and the same rule as an outline. */
export function SideColumn() {
  const t = useTranslations('editor')
  const { canEdit } = useEditor()
  const [side, setSide] = useState<Side>(canEdit ? 'add' : 'outline')
  return (
    <aside aria-label={t('steps_')} data-region="section" className="flex w-(--palette) shrink-0 flex-col border-e border-line bg-surface">
      <Tabs<Side>
        label={t('steps_')}
        value={side}
        onChange={setSide}
        tabs={[...(canEdit ? [{ value: 'add' as const, label: t('add') }] : []), { value: 'outline' as const, label: t('outline') }]}
        className="flex-1"
      >
        <TabPanel value="add" className="flex min-h-0 flex-col">
          <Palette />
        </TabPanel>
        <TabPanel value="outline" className="flex min-h-0 flex-col">
          <Scroll>
            <Outline dense />
          </Scroll>
        </TabPanel>
      </Tabs>
    </aside>
  )
}
