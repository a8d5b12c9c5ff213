'use client'
import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEditor } from '../rule-editor/editor-context'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { TemplateInput } from './template-input'

interface Mapped {
  readonly name: string
  readonly text: string
}

interface FieldsInputProps {
  label: string
  help: string | undefined
  error: string | undefined
  /** Whatever is stored. */
  value: unknown
  onChange: (fields: readonly Mapped[]) => void
}

/** Fields of a record, each with the text that fills it. */
export function FieldsInput({ label, help, error, value, onChange }: FieldsInputProps) {
  const t = useTranslations('editor')
  const { canEdit } = useEditor()
  const fields = mappedIn(value)
  const change = (at: number, field: Partial<Mapped>) => onChange(fields.map((old, index) => (index === at ? { ...old, ...field } : old)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{label}</legend>
      {fields.map(({ name, text }, index) => (
        <div key={index} className="flex flex-col gap-1.5 rounded-node border border-line p-2">
          <span className="flex items-end gap-1">
            <Field label={t('recordField.name')} className="min-w-0 flex-1">
              {(control) => <Input {...control} value={name} maxLength={64} onChange={(event) => change(index, { name: event.target.value })} />}
            </Field>
            {canEdit && <IconButton icon={X} label={t('recordField.remove', { name })} onClick={() => onChange(fields.filter((_, at) => at !== index))} />}
          </span>
          <Field label={t('recordField.text')}>{(control) => <TemplateInput control={control} value={text} lines="one" onChange={(next) => change(index, { text: next })} />}</Field>
        </div>
      ))}
      {canEdit && (
        <Button icon={Plus} onClick={() => onChange([...fields, { name: '', text: '' }])} className="self-start">
          {t('recordField.add')}
        </Button>
      )}
      {help && <p className="text-12 text-ink-3">{help}</p>}
      {error && <p className="text-12 text-danger-ink">{error}</p>}
    </fieldset>
  )
}

/** What a stored config holds of fields; anything else counts as none. */
function mappedIn(value: unknown): readonly Mapped[] {
  if (!Array.isArray(value)) return []
  return value.map((held: unknown) => ({ name: textOf(held, 'name'), text: textOf(held, 'text') }))
}

function textOf(held: unknown, key: string): string {
  const found: unknown = typeof held === 'object' && held !== null ? Reflect.get(held, key) : undefined
  return typeof found === 'string' ? found : ''
}
