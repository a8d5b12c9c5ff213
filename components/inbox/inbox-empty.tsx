'use client'
import { Check, ListFilter, MailPlus, Mails } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Chip } from '../ui/tag'
import type { Scope } from './scope'
import { termsOf, without, wordsOf } from './search-terms'
import { usePlaces } from './use-places'

/** The three kinds of nothing: no account yet, all hidden by the search, all done. */
export function InboxEmpty({ scope, q, onSearch }: { scope: Scope; q: string; onSearch: (q: string) => void }) {
  const t = useTranslations('inbox')
  const { accounts } = usePlaces()
  if (accounts.data?.length === 0) {
    return (
      <EmptyState
        icon={MailPlus}
        title={t('empty.firstTitle')}
        text={t('empty.firstText')}
        action={
          <Button look="primary" asChild>
            <Link href="/settings/accounts">{t('empty.connect')}</Link>
          </Button>
        }
      />
    )
  }
  if (q.trim() !== '') {
    const terms = termsOf(q)
    return (
      <EmptyState
        icon={ListFilter}
        title={t('empty.filteredTitle', { words: wordsOf(q), some: wordsOf(q) === '' ? 'no' : 'yes' })}
        text={t('empty.filteredText')}
        filters={terms.map((term) => (
          <Chip key={term.typed} removeLabel={t('removeTerm', { term: term.typed })} onRemove={() => onSearch(without(q, term))}>
            {t(`operators.${term.operator}`)} <strong className="font-strong">{term.value}</strong>
          </Chip>
        ))}
        action={<Button onClick={() => onSearch('')}>{t('empty.clear')}</Button>}
      />
    )
  }
  if (scope.kind === 'inbox' || scope.kind === 'account') {
    return (
      <EmptyState
        icon={Check}
        tone="success"
        title={t('empty.doneTitle')}
        text={t('empty.doneText')}
        action={
          <Button asChild>
            <Link href="/executions">{t('empty.runs')}</Link>
          </Button>
        }
      />
    )
  }
  return <EmptyState icon={Mails} title={t('empty.placeTitle')} text={t('empty.placeText')} />
}
