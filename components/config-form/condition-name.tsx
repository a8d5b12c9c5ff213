'use client'
import { useTranslations } from 'next-intl'
import { fieldOf } from '../../rules/fields'
import { useEditor } from '../rule-editor/editor-context'
import { Combobox } from '../ui/combobox'
import { Input } from '../ui/input'
import type { DraftTest } from './edit-conditions'

/** What a field is asked of, where it needs a name: which header, keyword, field, value or working hours. */
export function ConditionName({ test, onChange }: { test: DraftTest; onChange: (name: string) => void }) {
  const t = useTranslations('editor')
  const { rule, canEdit } = useEditor()
  const { names } = fieldOf(test.field)
  if (names === undefined) return null
  if (names === 'calendar') {
    return (
      <Combobox
        aria-label={t('findCalendar')}
        disabled={!canEdit}
        value={test.header === '' ? null : test.header}
        options={rule.references.calendars.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={onChange}
        placeholder={t('choose')}
        searchLabel={t('findCalendar')}
        emptyText={t('nothingFound')}
      />
    )
  }
  return <Input size="l" mono aria-label={t(`nameOf.${names}`)} placeholder={t(`nameExample.${names}`)} value={test.header} onChange={(event) => onChange(event.target.value)} />
}
