'use client'
import { useTranslations } from 'next-intl'
import { readConfig } from '../../rules/node-config'
import { nodeType } from '../../rules/nodes/index'
import { useRuleLanguage } from '../sentence/rule-language'
import { Details } from '../ui/pane'
import { Heading } from './heading'
import type { Run, RunStep } from './run-steps'
import type { StepWords } from './use-step-words'

/** What a step went in with: how it is set in the version that ran, and the values of the mail it read, as they were stored. */
export function StepInput({ run, step, words }: { run: Run; step: RunStep; words: StepWords }) {
  const t = useTranslations('executions')
  const language = useRuleLanguage()
  const read = step.ledger?.compared?.filter(({ kind, actual }) => kind === 'test' && actual !== null) ?? []
  return (
    <div className="flex flex-col gap-5 p-4">
      <section aria-label={t('input.settings')}>
        <Heading title={t('input.settings')} note={t('input.ofVersion', { number: run.version })} />
        <Settings run={run} step={step} words={words} />
      </section>
      {read.length > 0 && (
        <section aria-label={t('input.values')}>
          <Heading title={t('input.values')} note={t('input.stored')} />
          <Details
            rows={read.map(({ field = '', actual }) => {
              const [id = '', header] = field.split(/:(.*)/s)
              const label = language.say(`condition.fieldLabel.${id}`, {})
              return { name: header === undefined ? label : t('input.header', { label, header }), value: (actual ?? []).join(', ') || t('input.nothing') }
            })}
          />
        </section>
      )}
    </div>
  )
}

function Settings({ run, step, words }: { run: Run; step: RunStep; words: StepWords }) {
  const t = useTranslations('executions')
  const language = useRuleLanguage()
  const node = run.plan?.nodes[step.id]
  const type = nodeType(step.type)
  if (node === undefined || type === null) return <p className="text-ink-3">{t('input.unknown')}</p>
  const parsed = readConfig(type, { id: step.id, config: node.config, configVersion: node.configVersion })
  const config: Readonly<Record<string, unknown>> = 'config' in parsed ? parsed.config : node.config
  const rows = Object.entries(config).flatMap(([field, value]) => {
    const hint = type.fields[field]
    if (hint === undefined || typeof value === 'object') return []
    const chosen = hint.choices !== undefined && typeof value === 'string' ? language.say(`node.${type.type}.field.${field}.choice.${value}`, {}) : null
    const ref = typeof value === 'string' ? run.refs[value]?.name : undefined
    const shown = chosen ?? ref ?? (typeof value === 'boolean' ? t(value ? 'input.on' : 'input.off') : String(value))
    return [{ name: language.say(`node.${type.type}.field.${field}.label`, {}), value: <span className="whitespace-pre-wrap">{shown}</span> }]
  })
  if (rows.length === 0) return <p className="text-ink-2">{words.purpose(step)}</p>
  return <Details rows={rows} />
}
