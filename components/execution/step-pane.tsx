'use client'
import dynamic from 'next/dynamic'
import { ArrowLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../ui/icon-button'
import { Pane, Scroll } from '../ui/pane'
import { Segmented } from '../ui/segmented'
import { SkeletonRows } from '../ui/skeleton'
import { TabPanel, Tabs } from '../ui/tabs'
import { retriesOf, type Run, type RunStep, type RunSteps } from './run-steps'
import { StepInput } from './step-input'
import { StepOutput } from './step-output'
import { StepRaw } from './step-raw'
import { StepRetries } from './step-retries'
import { Story } from './story'
import type { StepWords } from './use-step-words'

const RunCanvas = dynamic(() => import('./run-canvas').then((module) => module.RunCanvas), { ssr: false, loading: () => <SkeletonRows rows={4} /> })

export const TABS = ['story', 'input', 'output', 'retries', 'raw'] as const
export type StepTab = (typeof TABS)[number]
export const VIEWS = ['timeline', 'canvas'] as const
export type RunViewName = (typeof VIEWS)[number]

export interface StepPaneProps {
  run: Run
  steps: RunSteps
  step: RunStep
  words: StepWords
  tab: StepTab
  onTab: (tab: StepTab) => void
  view: RunViewName
  onView: (view: RunViewName) => void
  onSelect: (id: string) => void
  /** Set where the pane covers the steps. */
  onBack: (() => void) | null
}

/** The selected step from every side, or the whole rule as a drawing. */
export function StepPane({ run, steps, step, words, tab, onTab, view, onView, onSelect, onBack }: StepPaneProps) {
  const t = useTranslations('executions')
  const retries = retriesOf(run)
  const hasCanvas = run.graph !== null
  const toggle = hasCanvas && (
    <Segmented size="s" label={t('view.label')} value={view} onChange={onView} options={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))} className="max-sm:hidden" />
  )
  if (view === 'canvas' && run.graph !== null) {
    return (
      <Pane aria-label={t('view.canvas')} className="flex-1">
        <div data-chrome className="flex h-(--subbar) shrink-0 items-center justify-between border-b border-line px-4">
          <h3 className="font-strong">{t('canvas.head', { number: run.version })}</h3>
          {toggle}
        </div>
        <div className="min-h-0 flex-1">
          <RunCanvas run={run} graph={run.graph} words={words} selectedId={step.id} onSelect={onSelect} />
        </div>
      </Pane>
    )
  }
  return (
    <Pane aria-label={words.title(step)} className="flex-1">
      {onBack !== null && (
        <div data-chrome className="flex h-11 shrink-0 items-center gap-1 border-b border-line px-2">
          <IconButton icon={ArrowLeft} label={t('steps.back')} onClick={onBack} />
          <h2 className="min-w-0 truncate font-strong">{words.title(step)}</h2>
        </div>
      )}
      <Tabs
        label={t('tabs.label')}
        value={tab}
        onChange={onTab}
        tabs={TABS.map((value) => ({ value, label: t(`tabs.${value}`), count: value === 'retries' && retries > 0 ? retries : undefined }))}
        end={toggle}
        className="flex-1 print:[&>div:first-child]:hidden"
      >
        <Scroll className="print:overflow-visible">
          <TabPanel value="story">
            <Story run={run} step={step} arrived={steps.reached.some(({ id }) => id === step.id)} words={words} onSelect={onSelect} />
          </TabPanel>
          <TabPanel value="input">
            <StepInput run={run} step={step} words={words} />
          </TabPanel>
          <TabPanel value="output">
            <StepOutput run={run} step={step} words={words} />
          </TabPanel>
          <TabPanel value="retries">
            <StepRetries steps={steps.reached} words={words} />
          </TabPanel>
          <TabPanel value="raw">
            <StepRaw run={run} step={step} />
          </TabPanel>
        </Scroll>
      </Tabs>
    </Pane>
  )
}
