'use client'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Chip } from '../ui/tag'
import { termsOf, without } from './search-terms'

/** The operators of the search, each to be taken away; and, said plainly, those that make no sense. */
export function SearchChips({ q, onSearch, notUnderstood }: { q: string; onSearch: (q: string) => void; notUnderstood: readonly string[] }) {
  const t = useTranslations('inbox')
  const terms = termsOf(q)
  // Words alone stand in the search box, which empties them.
  if (terms.length + notUnderstood.length === 0) return null
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-4 py-1.5">
      {terms.map((term) => (
        <Chip key={term.typed} removeLabel={t('removeTerm', { term: term.typed })} onRemove={() => onSearch(without(q, term))}>
          {t(`operators.${term.operator}`)} <strong className="font-strong">{term.value}</strong>
        </Chip>
      ))}
      <Button look="quiet" size="s" onClick={() => onSearch('')}>
        {t('clearSearch')}
      </Button>
      {notUnderstood.length > 0 && (
        <p role="status" className="w-full text-12 text-danger-ink">
          {t('notUnderstood', { terms: notUnderstood.join(', ') })}
        </p>
      )}
    </div>
  )
}
