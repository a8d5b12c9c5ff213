'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Chip } from '../ui/tag'
import { Subbar } from '../ui/toolbar'
import { useFailureWords } from './use-reason'
import type { OutboxFilter } from './outbox-url'

type Change = (change: Partial<OutboxFilter>) => void

/** The filters that cannot be seen in the section column, each to be taken away. */
export function FilterChips({ filter, onChange, onClear }: { filter: OutboxFilter; onChange: Change; onClear: () => void }) {
  const t = useTranslations('outbox')
  const chips = useChips()(filter, onChange)
  if (chips.length === 0) return null
  return (
    <Subbar>
      {chips.map(({ text, remove }) => (
        <Chip key={text} removeLabel={t('removeFilter', { filter: text })} onRemove={remove}>
          {text}
        </Chip>
      ))}
      <Button look="quiet" size="s" onClick={onClear}>
        {t('clear')}
      </Button>
    </Subbar>
  )
}

/** Search, cause and author as chips; the state too where `all`. */
export function useChips(): (filter: OutboxFilter, change: Change, all?: 'all') => readonly { readonly text: string; readonly remove: () => void }[] {
  const t = useTranslations('outbox')
  const words = useFailureWords()
  return (filter, change, all) => [
    ...(all === 'all' && filter.state !== null ? [{ text: t('chip.state', { state: t(`tab.${filter.state}`) }), remove: () => change({ state: null }) }] : []),
    ...(all === 'all' && filter.by !== null ? [{ text: t(`chip.${filter.by}`), remove: () => change({ by: null }) }] : []),
    ...(filter.error !== null ? [{ text: words(filter.error, t('anyServer')), remove: () => change({ error: null }) }] : []),
    ...(filter.q !== '' ? [{ text: t('chip.q', { q: filter.q }), remove: () => change({ q: '' }) }] : []),
  ]
}
