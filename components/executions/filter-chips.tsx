'use client'
import { useTranslations } from 'next-intl'
import { capital, useTrouble } from '../explanation/troubles'
import { useNow } from '../language/now'
import { STATES } from '../state/states'
import { Button } from '../ui/button'
import { Chip } from '../ui/tag'
import { countFilters, type RunFilter } from './run-filter'
import { useStretchWords } from './stretch-words'
import type { FilterState } from './use-run-filter'
import type { Facets } from './use-runs'
import { useTriggerName } from './use-trigger-name'

interface ShownFilter {
  readonly key: string
  readonly name: string
  readonly value: string
  readonly without: Partial<RunFilter>
}

/** Each filter that hides runs, to be taken away one by one. */
export function FilterChips({ state, facets }: { state: FilterState; facets: Facets | undefined }) {
  const t = useTranslations('executions')
  return useShownFilters(state, facets).map(({ key, name, value, without }) => (
    <Chip key={key} removeLabel={t('removeFilter', { name, value })} onRemove={() => state.change(without)}>
      <span className="text-ink-3">{name}</span> <span className="font-medium">{value}</span>
    </Chip>
  ))
}

/** The chips in their bar, which is there only while something is filtered. */
export function FilterBar({ state, facets }: { state: FilterState; facets: Facets | undefined }) {
  const t = useTranslations('executions')
  if (countFilters(state.filter) === 0) return null
  return (
    <div data-chrome className="flex min-h-10 shrink-0 items-center gap-1.5 border-b border-line px-4 py-1.5">
      <div role="group" aria-label={t('filters')} className="no-scrollbar flex min-w-0 flex-1 items-center gap-1.5 overflow-x-auto [&>*]:shrink-0">
        <FilterChips state={state} facets={facets} />
      </div>
      <Button look="quiet" size="s" onClick={state.clear}>
        {t('clear')}
      </Button>
    </div>
  )
}

function useShownFilters({ filter, frame }: FilterState, facets: Facets | undefined): readonly ShownFilter[] {
  const now = useNow()
  const t = useTranslations('executions')
  const states = useTranslations('states')
  const trouble = useTrouble()
  const triggerName = useTriggerName()
  const stretchWords = useStretchWords()
  const labelOf = (rows: Facets['rules'] | undefined, key: string) => rows?.find((row) => row.key === key)?.label ?? '…'
  const each = <T extends string>(field: 'state' | 'rule' | 'account' | 'trigger' | 'error', values: readonly T[], label: (value: T) => string): ShownFilter[] =>
    values.map((value) => ({ key: `${field} ${value}`, name: t(`facets.${field}`), value: label(value), without: { [field]: values.filter((other) => other !== value) } }))
  const { from, until, mode, message } = filter
  return [
    ...(from === null && until === null ? [] : [{ key: 'time', name: t('columns.started'), value: stretchWords(from ?? frame.from, until ?? now), without: { from: null, until: null } }]),
    ...each('state', filter.state, (state) => states(STATES[state].word)),
    ...each('rule', filter.rule, (id) => labelOf(facets?.rules, id)),
    ...each('account', filter.account, (id) => labelOf(facets?.accounts, id)),
    ...each('error', filter.error, (code) => capital(trouble(code, facets?.errors.find(({ key }) => key === code)?.label ?? null).cause)),
    ...each('trigger', filter.trigger, triggerName),
    ...(mode === null ? [] : [{ key: 'mode', name: t('facets.mode'), value: t(mode === 'live' ? 'mode.live' : 'mode.dryRun'), without: { mode: null } }]),
    ...(message === null ? [] : [{ key: 'message', name: t('oneMail'), value: t('oneMailOnly'), without: { message: null } }]),
    ...(filter.q === '' ? [] : [{ key: 'q', name: t('words'), value: filter.q, without: { q: '' } }]),
  ]
}
