'use client'
import { useMemo } from 'react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useTranslations } from 'next-intl'
import { useCommand } from '../keyboard/use-command'
import { Panel, useMedia, type PanelState } from '../shell/panes'
import { cn } from '../ui/class-names'
import { Split } from '../ui/pane'
import { MailPanel } from './mail-panel'
import { RunHead } from './run-head'
import { stepsOf, type Run, type RunStep } from './run-steps'
import { StepPane, TABS, VIEWS } from './step-pane'
import { StepTree } from './step-tree'
import { useStepWords } from './use-step-words'

/** A loaded run: steps, the selected one, the mail. Step, tab and view are in the address. */
export function OpenRun({ run, panel, nextFailing, onVersus }: { run: Run; panel: PanelState; nextFailing: (() => void) | null; onVersus: () => void }) {
  const t = useTranslations('executions')
  const [{ step: stepId, tab, view }, set] = useQueryStates({ step: parseAsString, tab: parseAsStringLiteral(TABS).withDefault('story'), view: parseAsStringLiteral(VIEWS).withDefault('timeline') })
  const words = useStepWords(run)
  const steps = useMemo(() => stepsOf(run), [run])
  const onePane = !useMedia('(min-width: 640px)')
  const all = [...steps.reached, ...steps.ahead, ...steps.notTaken]
  const chosen = all.find(({ id }) => id === stepId)
  const step = chosen ?? tellingStep(steps.reached) ?? all[0]
  const select = (id: string) => void set({ step: id }, { history: onePane ? 'push' : 'replace' })
  const move = (by: 1 | -1) => {
    const next = all[all.findIndex(({ id }) => id === step?.id) + by]
    return next === undefined ? false : select(next.id)
  }
  useCommand('runs.nextStep', () => move(1))
  useCommand('runs.previousStep', () => move(-1))
  useCommand('runs.view', () => void set({ view: view === 'canvas' ? 'timeline' : 'canvas' }), { enabled: run.graph !== null })
  useCommand('runs.nextFailure', () => {
    const after = all.slice(all.findIndex(({ id }) => id === step?.id) + 1).find(isBad)
    if (after !== undefined) return select(after.id)
    return nextFailing === null ? false : nextFailing()
  })
  const showsStep = !onePane || chosen !== undefined
  return (
    <>
      {(!onePane || chosen === undefined) && <RunHead run={run} words={words} onVersus={onVersus} />}
      <Split className="print:block">
        {(!onePane || chosen === undefined) && (
          <StepTree run={run} steps={steps} words={words} selectedId={onePane ? null : (step?.id ?? null)} onSelect={select} className={cn('w-77 shrink-0 max-lg:w-60', onePane && 'w-full flex-1', 'print:w-full')} />
        )}
        {showsStep && step !== undefined && (
          <StepPane
            run={run}
            steps={steps}
            step={step}
            words={words}
            tab={tab}
            onTab={(next) => void set({ tab: next })}
            view={onePane ? 'timeline' : view}
            onView={(next) => void set({ view: next })}
            onSelect={select}
            onBack={onePane ? () => void set({ step: null }, { history: 'push' }) : null}
          />
        )}
        {panel.docked ? (
          <aside aria-label={t('mail.head')} data-region="panel" className="flex w-77 shrink-0 flex-col overflow-hidden print:w-full">
            <MailPanel run={run} words={words} />
          </aside>
        ) : (
          <Panel state={panel} label={t('mail.head')}>
            <MailPanel run={run} words={words} />
          </Panel>
        )}
      </Split>
    </>
  )
}

function isBad({ state }: RunStep): boolean {
  return state === 'failed' || state === 'uncertain'
}

/** The step one came to look at: what went wrong, what it waits for, else the last thing it did. */
function tellingStep(reached: readonly RunStep[]): RunStep | undefined {
  return reached.find(isBad) ?? reached.find(({ state }) => state === 'retrying' || state === 'running' || state === 'waiting') ?? reached.at(-1)
}
