'use client'
import Link from 'next/link'
import { IdCard, ListFilter } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Chip } from '../ui/tag'
import type { RecordFilter } from './record-url'
import { useStageName } from './stages'
import { useMembers } from './use-records'

/** No record here: because no rule makes any yet, or because a filter hides them. */
export function RecordsEmpty({ filter, isFiltered, onClear }: { filter: RecordFilter; isFiltered: boolean; onClear: () => void }) {
  const t = useTranslations('records')
  const nameOf = useStageName()
  const members = useMembers()
  if (!isFiltered) {
    return (
      <EmptyState
        icon={IdCard}
        title={t(`empty.${filter.type ?? 'all'}`)}
        text={t('empty.text')}
        action={
          <Button asChild look="primary">
            <Link href="/rules">{t('empty.action')}</Link>
          </Button>
        }
      />
    )
  }
  const chips = [
    ...filter.stage.map((stage) => nameOf(filter.type, stage)),
    ...(filter.who === null ? [] : [members.find(({ userId }) => userId === filter.who)?.name ?? t('somebody')]),
    ...(filter.q === '' ? [] : [t('empty.contains', { q: filter.q })]),
  ]
  return (
    <EmptyState
      icon={ListFilter}
      title={t('empty.filtered', { count: chips.length })}
      filters={chips.map((text) => (
        <Chip key={text}>{text}</Chip>
      ))}
      action={<Button onClick={onClear}>{t('empty.clear')}</Button>}
    />
  )
}
