'use client'
import { useTranslations } from 'next-intl'
import { Combobox } from '../ui/combobox'
import type { FieldControl } from '../ui/field'
import { Chip } from '../ui/tag'

/** Several people of the workspace: those chosen, and a box to add another. One who is gone stays until taken off, so that the mistake can be seen. */
export function PeopleInput({ control, people, chosen, onChange }: { control: FieldControl; people: readonly { id: string; name: string; email: string }[]; chosen: readonly string[]; onChange: (chosen: readonly string[]) => void }) {
  const t = useTranslations('editor')
  const ui = useTranslations('ui')
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? t('personGone')
  return (
    <span className="flex flex-col gap-1.5">
      {chosen.length > 0 && (
        <span className="flex flex-wrap gap-1">
          {chosen.map((id) => (
            <Chip key={id} removeLabel={ui('removeValue', { value: nameOf(id) })} onRemove={() => onChange(chosen.filter((other) => other !== id))}>
              {nameOf(id)}
            </Chip>
          ))}
        </span>
      )}
      <Combobox
        {...control}
        value={null}
        options={people.filter(({ id }) => !chosen.includes(id)).map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
        onChange={(id) => onChange([...chosen, id])}
        placeholder={t('addPerson')}
        searchLabel={t('findPerson')}
        emptyText={t('nothingFound')}
        className="w-full"
      />
    </span>
  )
}
