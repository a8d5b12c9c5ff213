'use client'
import { useTranslations } from 'next-intl'
import { INTERVAL_PER, type Interval, type Scope, type ScopeKind } from '../../rules/scope'
import { DurationInput } from '../config-form/duration-input'
import { Field } from '../ui/field'
import { Select } from '../ui/select'
import { Choices } from './choices'

/** Where nothing was chosen yet: once a day for each sender. */
const FIRST: Interval = { seconds: 86_400, per: 'sender' }

export interface HowOftenProps {
  readonly label: string
  readonly value: Scope | null
  /** What a step does that says nothing of its own; absent for the rule itself. */
  readonly inherited?: string
  readonly onChange: (value: Scope | null) => void
  readonly disabled: boolean
  readonly error?: string | undefined
}

/** Once per mail, per thread, or in a time: for the rule, or for a step that acts less often. */
export function HowOften({ label, value, inherited, onChange, disabled, error }: HowOftenProps) {
  const t = useTranslations('editor')
  const choose = (kind: ScopeKind | 'rule') => onChange(kind === 'rule' ? null : kind === 'interval' ? { scope: kind, interval: value?.interval ?? FIRST } : { scope: kind })
  const interval = value?.scope === 'interval' ? (value.interval ?? FIRST) : null
  return (
    <div className="flex flex-col gap-3">
      <Choices<ScopeKind | 'rule'>
        field="scope"
        label={label}
        value={value?.scope ?? 'rule'}
        disabled={disabled}
        error={error}
        onChange={choose}
        options={[
          ...(inherited === undefined ? [{ value: 'message' as const, label: t('scopeMessage'), help: t('scopeMessageHelp') }] : [{ value: 'rule' as const, label: t('likeRule'), help: inherited }]),
          { value: 'thread', label: t('scopeThread'), help: t('scopeThreadHelp') },
          { value: 'interval', label: t('scopeInterval'), help: t('scopeIntervalHelp') },
        ]}
      />
      {interval !== null && (
        <div className="flex flex-wrap gap-3 ps-6" data-field="interval">
          <Field label={t('intervalLength')}>
            {(control) => <DurationInput control={control} label={t('intervalLength')} seconds={interval.seconds} onChange={(seconds) => onChange({ scope: 'interval', interval: { ...interval, seconds: Math.min(Math.max(seconds, 60), 31_536_000) } })} />}
          </Field>
          <Field label={t('intervalPer')}>
            {(control) => (
              <Select
                {...control}
                size="l"
                disabled={disabled}
                value={interval.per}
                options={INTERVAL_PER.map((per) => ({ value: per, label: t(`per.${per}`) }))}
                onChange={(per) => onChange({ scope: 'interval', interval: { ...interval, per } })}
              />
            )}
          </Field>
        </div>
      )}
    </div>
  )
}
