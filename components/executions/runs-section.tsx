'use client'
import { Hourglass, List, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { capital, useTrouble } from '../explanation/troubles'
import { useFormats } from '../language/language-provider'
import { Section } from '../shell/panes'
import { StateIcon } from '../state/state-chip'
import { STATES } from '../state/states'
import { FacetGroup } from './facet-group'
import { MODES, RUN_STATES, type RunFilter } from './run-filter'
import { RunView } from './run-view'
import type { Facets } from './use-runs'
import { useTriggerName } from './use-trigger-name'

const NEEDS_LOOK: RunFilter['state'] = ['failed', 'uncertain']

/** The column beside the list: ready views, then every choice with the number of runs it would show. */
export function RunsSection({ facets, filter, change }: { facets: Facets | undefined; filter: RunFilter; change: (change: Partial<RunFilter>) => void }) {
  const t = useTranslations('executions')
  const states = useTranslations('states')
  const formats = useFormats()
  const trouble = useTrouble()
  const triggerName = useTriggerName()
  const countOf = (wanted: readonly string[]) => facets?.states.filter(({ state }) => wanted.includes(state)).reduce((sum, { count }) => sum + count, 0)
  const isView = (state: RunFilter['state']) => state.length === filter.state.length && state.every((one) => filter.state.includes(one))
  const views = [
    { icon: List, label: t('views.all'), state: [], count: countOf(RUN_STATES) },
    { icon: TriangleAlert, label: t('views.needsLook'), state: NEEDS_LOOK, count: countOf(NEEDS_LOOK) },
    { icon: Hourglass, label: t('views.waiting'), state: ['waiting'], count: countOf(['waiting']) },
  ] as const
  const countByState = new Map(facets?.states.map(({ state, count }) => [state, count]))
  return (
    <Section title={t('title')}>
      <div role="group" aria-label={t('views.label')} className="flex flex-col gap-px">
        {views.map(({ icon, label, state, count }) => (
          <RunView key={label} icon={icon} label={label} current={isView(state)} count={count === undefined ? '' : formats.number(count)} onChoose={() => change({ state })} />
        ))}
      </div>
      <FacetGroup
        heading={t('facets.state')}
        chosen={filter.state}
        choices={RUN_STATES.map((state) => ({ value: state, label: states(STATES[state].word), count: countByState.get(state) ?? 0, mark: <StateIcon state={state} /> }))}
        onChange={(state) => change({ state })}
      />
      <FacetGroup heading={t('facets.rule')} chosen={filter.rule} choices={choicesOf(facets?.rules)} onChange={(rule) => change({ rule })} />
      <FacetGroup heading={t('facets.account')} chosen={filter.account} choices={choicesOf(facets?.accounts)} onChange={(account) => change({ account })} />
      <FacetGroup
        heading={t('facets.error')}
        chosen={filter.error}
        choices={(facets?.errors ?? []).map(({ key, label, count }) => ({ value: key, label: capital(trouble(key, label).cause), count }))}
        onChange={(error) => change({ error })}
      />
      <FacetGroup
        heading={t('facets.mode')}
        chosen={filter.mode === null ? [] : [filter.mode]}
        choices={MODES.map((mode) => ({ value: mode, label: t(mode === 'live' ? 'mode.live' : 'mode.dryRun'), count: facets?.modes.find(({ key }) => key === mode)?.count ?? 0 }))}
        onChange={(modes) => change({ mode: modes.find((mode) => mode !== filter.mode) ?? null })}
      />
      <FacetGroup
        heading={t('facets.trigger')}
        chosen={filter.trigger}
        choices={(facets?.triggers ?? []).map(({ key, count }) => ({ value: key, label: capital(triggerName(key)), count }))}
        onChange={(trigger) => change({ trigger })}
      />
    </Section>
  )
}

function choicesOf(rows: Facets['rules'] | undefined) {
  return (rows ?? []).map(({ key, label, count }) => ({ value: key, label, count }))
}
