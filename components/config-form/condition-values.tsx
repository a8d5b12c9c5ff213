'use client'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { fieldOf } from '../../rules/fields'
import { operatorOf } from '../../rules/operators'
import { useEditor } from '../rule-editor/editor-context'
import { useRuleLanguage } from '../sentence/rule-language'
import { ChipInput } from '../ui/chip-input'
import { Input } from '../ui/input'
import { AmountInput } from './amount-input'
import { DayInput } from './day-input'
import { DurationInput } from './duration-input'
import type { DraftTest } from './edit-conditions'
import { SeveralInput } from './several-input'

/** What a test compares with, in the form its operator expects. */
export function ConditionValues({ test, label, invalid, onChange }: { test: DraftTest; label: string; invalid: boolean; onChange: (values: readonly string[]) => void }) {
  const t = useTranslations('editor')
  const { say } = useRuleLanguage()
  const { rule, canEdit } = useEditor()
  const id = useId()
  const { choices, choicesFrom, unit } = fieldOf(test.field)
  const [first = '', second = ''] = test.values
  const pair = (one: (label: string, value: string, change: (value: string) => void) => ReactNode) => (
    <span className="flex flex-wrap items-center gap-2">
      {one(t('from', { field: label }), first, (value) => onChange([value, second]))}
      <span className="text-ink-2">{t('and')}</span>
      {one(t('to', { field: label }), second, (value) => onChange([first, value]))}
    </span>
  )
  const several = (options: readonly { readonly value: string; readonly label: string }[]) => <SeveralInput label={label} options={options} chosen={test.values} invalid={invalid} disabled={!canEdit} onChange={onChange} />
  switch (operatorOf(test.operator).expects) {
    case 'nothing':
      return null
    case 'values':
      if (choices !== undefined) return several(Object.keys(choices).map((value) => ({ value, label: say(`condition.choice.${test.field}.${value}`, {}) })))
      if (choicesFrom === 'users') return several(rule.references.users.map((user) => ({ value: user.id, label: user.name })))
      return <ChipInput aria-label={label} aria-invalid={invalid || undefined} placeholder={t('valuePlaceholder')} values={test.values} onChange={onChange} className="min-h-8" />
    case 'lists':
      return several(rule.references.lists.map((list) => ({ value: list.id, label: list.name })))
    case 'patterns':
      return (
        <span className="flex flex-col gap-1">
          <Input size="l" mono spellCheck={false} aria-label={label} aria-invalid={invalid || undefined} aria-describedby={`${id}-help`} placeholder={t('patternExample')} value={first} onChange={(event) => onChange([event.target.value, ...test.values.slice(1)])} />
          <span id={`${id}-help`} className="px-1 text-12 text-ink-3">
            {t('patternHelp')}
          </span>
        </span>
      )
    case 'number':
      return <AmountInput label={label} value={first} unit={unit} invalid={invalid} onChange={(value) => onChange([value])} />
    case 'range':
      return pair((name, value, change) => <AmountInput label={name} value={value} unit={unit} invalid={invalid} onChange={change} />)
    case 'day':
      return <DayInput label={label} value={first} onChange={(value) => onChange([value])} />
    case 'days':
      return pair((name, value, change) => <DayInput label={name} value={value} onChange={change} />)
    case 'span':
      return <DurationInput control={{ id, 'aria-describedby': undefined, 'aria-invalid': invalid || undefined }} label={label} seconds={Number(first) || 0} onChange={(seconds) => onChange([String(seconds)])} />
    case 'times':
      return pair((name, value, change) => <Input size="l" type="time" aria-label={name} aria-invalid={invalid || undefined} value={value} onChange={(event) => change(event.target.value.slice(0, 5))} className="w-32" />)
  }
}
