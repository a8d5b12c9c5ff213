'use client'
import { useTranslations } from 'next-intl'
import { Combobox } from '../ui/combobox'
import { Chip } from '../ui/tag'

export interface SeveralOption {
  readonly value: string
  readonly label: string
}

/** Several of what is offered: those chosen, and a box to add another. One that is gone stays until taken off, so that the mistake can be seen. */
export function SeveralInput({ label, options, chosen, invalid, disabled, onChange }: { label: string; options: readonly SeveralOption[]; chosen: readonly string[]; invalid: boolean; disabled: boolean; onChange: (chosen: readonly string[]) => void }) {
  const t = useTranslations('editor')
  const ui = useTranslations('ui')
  const labelOf = (value: string) => options.find((option) => option.value === value)?.label ?? t('choiceGone')
  return (
    <span className="flex flex-wrap items-center gap-1">
      {chosen.map((value) => (
        <Chip key={value} removeLabel={ui('removeValue', { value: labelOf(value) })} onRemove={() => onChange(chosen.filter((other) => other !== value))}>
          {labelOf(value)}
        </Chip>
      ))}
      <Combobox
        aria-label={label}
        aria-invalid={invalid || undefined}
        disabled={disabled}
        value={null}
        options={options.filter(({ value }) => !chosen.includes(value))}
        onChange={(value) => onChange([...chosen, value])}
        placeholder={t('choose')}
        searchLabel={label}
        emptyText={t('nothingFound')}
        className="min-w-32 flex-1"
      />
    </span>
  )
}
