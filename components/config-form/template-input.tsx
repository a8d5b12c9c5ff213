'use client'
import { useMemo, useRef } from 'react'
import { Braces } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MessageFacts } from '../../rules/facts'
import { parseTemplate, TEMPLATE_VARIABLES, TemplateError, templateVariables } from '../../rules/template'
import { useEditor, useGraph } from '../rule-editor/editor-context'
import { valueNamesIn, valuesOf } from '../rule-editor/trial-values'
import { useMe } from '../shell/me'
import { useRuleLanguage } from '../sentence/rule-language'
import type { FieldControl } from '../ui/field'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { Menu } from '../ui/menu'
import { Textarea } from '../ui/textarea'

/** Text with placeholders: a list of them with the loaded mail's values, and below it what the text becomes for that mail. */
export function TemplateInput({ control, value, lines, onChange }: { control: FieldControl; value: string; lines: 'one' | 'many'; onChange: (value: string) => void }) {
  const t = useTranslations('editor')
  const { say } = useRuleLanguage()
  const { trial } = useEditor()
  const company = useMe().workspace.name
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const graph = useGraph()
  const run = trial.rehearsal?.run ?? null
  const values = useMemo(() => valuesOf(run), [run])
  const filled = useMemo(() => preview(value, trial.facts, company, values, lines), [value, trial.facts, company, values, lines])
  const insert = (place: string) => {
    const [start, end] = [field.current?.selectionStart ?? value.length, field.current?.selectionEnd ?? value.length]
    onChange(value.slice(0, start) + place + value.slice(end))
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(start + place.length, start + place.length)
    })
  }
  const menu = (
    <Menu
      align="end"
      trigger={<IconButton size="s" icon={Braces} label={t('insertPlaceholder')} />}
      items={[
        ...Object.keys(TEMPLATE_VARIABLES).map((name) => ({ label: say(`template.${name}`, {}), hint: valueIn(name, trial.facts, company) ?? `{{ ${name} }}`, onSelect: () => insert(`{{ ${name} }}`) })),
        ...valueNamesIn(graph).map((name) => ({ label: t('valueNamed', { name }), hint: values[name] ?? `{{ values.${name} }}`, onSelect: () => insert(`{{ values.${name} | default: "" }}`) })),
      ]}
    />
  )
  return (
    <>
      {lines === 'one' ? (
        <Input {...control} ref={field} size="l" value={value} spellCheck onChange={(event) => onChange(event.target.value)} end={menu} />
      ) : (
        <span className="relative block">
          <Textarea {...control} ref={field} value={value} rows={6} spellCheck onChange={(event) => onChange(event.target.value)} className="pe-9" />
          <span className="absolute end-1 top-1">{menu}</span>
        </span>
      )}
      {filled !== null && filled !== value && (
        <p className="text-12 text-ink-3">
          {t('becomes')} <span className="whitespace-pre-wrap text-ink-2">{filled}</span>
        </p>
      )}
    </>
  )
}

/** Null while no mail is loaded or the text cannot be read; the checker says why. */
function preview(source: string, facts: MessageFacts | null, company: string, values: Readonly<Record<string, string>>, lines: 'one' | 'many'): string | null {
  if (facts === null) return null
  try {
    const template = parseTemplate(source)
    const variables = templateVariables(facts, company, values)
    return lines === 'one' ? template.toLine(variables) : template.toText(variables)
  } catch (cause) {
    if (cause instanceof TemplateError) return null
    throw cause
  }
}

function valueIn(name: string, facts: MessageFacts | null, company: string): string | null {
  const filled = preview(`{{ ${name} }}`, facts, company, {}, 'one')
  return filled === '' ? null : filled
}
