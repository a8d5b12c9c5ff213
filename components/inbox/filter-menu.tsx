'use client'
import { ListFilter } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { termsOf, without, withTerm, type Operator } from './search-terms'

const FLAGS = [
  { operator: 'is', value: 'unread', word: 'unread' },
  { operator: 'is', value: 'starred', word: 'starred' },
  { operator: 'has', value: 'attachment', word: 'attachment' },
] as const

/** The filters that are one press away; the others are typed. */
export function FilterMenu({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const t = useTranslations('inbox')
  const found = (operator: Operator, value: string) => termsOf(q).find((term) => term.operator === operator && term.value === value)
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={ListFilter} label={t('filter')} className="-me-1.5" />}
      items={[
        { heading: t('filterBy') },
        ...FLAGS.map(({ operator, value, word }) => {
          const term = found(operator, value)
          return { label: t(`filters.${word}`), checked: term !== undefined, onSelect: () => onSearch(term === undefined ? withTerm(q, operator, value) : without(q, term)) }
        }),
      ]}
    />
  )
}
