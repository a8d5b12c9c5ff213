'use client'
import Link from 'next/link'
import { CircleCheck, ListFilter, PencilLine, Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Icon } from '../ui/icon'
import { Chip } from '../ui/tag'
import { useChips } from './filter-chips'
import type { OutboxFilter } from './outbox-url'

/** No mail here: because none was ever sent, because a filter hides it, or because nothing failed. */
export function OutboxEmpty({ filter, isFiltered, onClear }: { filter: OutboxFilter; isFiltered: boolean; onClear: () => void }) {
  const t = useTranslations('outbox')
  const chips = useChips()(filter, onClear, 'all')
  const onlyTrouble = (filter.state === 'failed' || filter.state === 'uncertain' || filter.state === 'deferred' || filter.state === 'returned') && filter.q === '' && filter.error === null && filter.by === null
  if (onlyTrouble) {
    return (
      <EmptyState
        tone="success"
        icon={CircleCheck}
        title={t(`empty.${filter.state ?? 'failed'}`)}
        text={t('empty.troubleText')}
        action={
          <Button asChild>
            <Link href="/outbox">{t('empty.showAll')}</Link>
          </Button>
        }
      />
    )
  }
  if (isFiltered) {
    return (
      <EmptyState
        icon={ListFilter}
        title={t('empty.filtered', { count: chips.length })}
        filters={chips.map(({ text }) => (
          <Chip key={text}>{text}</Chip>
        ))}
        action={<Button onClick={onClear}>{t('clear')}</Button>}
      />
    )
  }
  return (
    <EmptyState
      icon={Send}
      title={t('empty.title')}
      text={t('empty.text')}
      action={
        <Button asChild look="primary">
          <Link href="/inbox?write=new">
            <Icon of={PencilLine} className="-ms-0.5" />
            {t('empty.action')}
          </Link>
        </Button>
      }
    />
  )
}
