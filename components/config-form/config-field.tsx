'use client'
import { useTranslations } from 'next-intl'
import type { FormField } from '../../rules/form'
import type { GraphNode } from '../../rules/graph'
import type { Problem } from '../../rules/problem'
import { useEditor } from '../rule-editor/editor-context'
import { useStepCommands } from '../rule-editor/use-step-commands'
import { useStepWords } from '../rule-editor/use-step-words'
import { useRuleLanguage } from '../sentence/rule-language'
import { ChipInput } from '../ui/chip-input'
import { Combobox } from '../ui/combobox'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Select } from '../ui/select'
import { Switch } from '../ui/switch'
import { Textarea } from '../ui/textarea'
import { BranchesField } from './branches-field'
import { ConditionsField } from './conditions-field'
import { CronInput } from './cron-input'
import { DurationInput } from './duration-input'
import { TimeZoneInput } from './time-zone-input'
import { FieldsInput } from './fields-input'
import { PeopleInput } from './people-input'
import { TemplateInput } from './template-input'

/** One field of a step: its label, control, help and what is wrong with it. */
export function ConfigField({ node, field: { name, hint, phrase }, problems }: { node: GraphNode; field: FormField; problems: readonly Problem[] }) {
  const t = useTranslations('editor')
  const { rule, names, canEdit } = useEditor()
  const { say } = useRuleLanguage()
  const words = useStepWords(names, rule.account.name)
  const commands = useStepCommands()
  const value = valueOf(node.config, name)
  const set = (next: unknown) => void commands.setField(node.id, name, next)
  const label = say(`${phrase}.label`, {})
  const help = hint.help === undefined ? undefined : say(`${phrase}.help`, {})
  const placeholder = hint.placeholder === undefined ? undefined : say(`${phrase}.placeholder`, {})
  const error = problems.filter(({ severity }) => severity === 'blocker').map(words.problem)[0]
  const text = typeof value === 'string' ? value : ''

  if (hint.control === 'conditions') return <ConditionsField label={label} value={value} onChange={set} problems={problems} />
  if (hint.control === 'branches') return <BranchesField label={label} value={value} onChange={set} problems={problems} />
  if (hint.control === 'fields') return <FieldsInput label={label} help={help} error={error} value={value} onChange={set} />
  if (hint.control === 'toggle') {
    return (
      <>
        <Switch label={label} checked={value === true} disabled={!canEdit} onChange={set} className="justify-between font-medium" />
        {help && <p className="mt-1 text-12 text-ink-3">{help}</p>}
      </>
    )
  }
  return (
    <Field label={label} help={help} error={error}>
      {(control) => {
        switch (hint.control) {
          case 'text':
            return <Input {...control} size="l" value={text} placeholder={placeholder} onChange={(event) => set(event.target.value)} />
          case 'template':
          case 'multiline':
            return <TemplateInput control={control} value={text} lines={hint.control === 'multiline' ? 'many' : 'one'} onChange={set} />
          case 'tag':
            return (
              <Combobox
                {...control}
                value={text === '' ? null : text}
                options={[...rule.references.tags.map((tag) => ({ value: tag.name, label: tag.name })), ...(text === '' || rule.references.tags.some((tag) => tag.name === text) ? [] : [{ value: text, label: text, hint: t('newTag') }])]}
                onChange={set}
                placeholder={placeholder ?? t('choose')}
                searchLabel={t('findTag')}
                emptyText={t('nothingFound')}
                create={{ label: (typed) => t('makeTag', { tag: typed }), onCreate: set }}
                className="w-full"
              />
            )
          case 'mailbox':
            return (
              <Combobox
                {...control}
                value={text === '' ? null : text}
                options={rule.references.mailboxes.filter((box) => box.accountId === rule.account.id || box.id === text).map((box) => ({ value: box.id, label: box.name, ...(box.path === box.name ? {} : { hint: box.path }) }))}
                onChange={set}
                placeholder={t('choose')}
                searchLabel={t('findFolder')}
                emptyText={t('nothingFound')}
                className="w-full"
              />
            )
          case 'user':
            return (
              <Combobox
                {...control}
                value={text === '' && hint.optional !== true ? null : text}
                options={[...(hint.optional === true ? [{ value: '', label: t('nobody') }] : []), ...rule.references.users.map((user) => ({ value: user.id, label: user.name, hint: user.email }))]}
                onChange={set}
                placeholder={t('choose')}
                searchLabel={t('findPerson')}
                emptyText={t('nothingFound')}
                className="w-full"
              />
            )
          case 'rule':
            return (
              <Combobox
                {...control}
                value={text === '' ? null : text}
                options={rule.references.rules.filter(({ id, accountId }) => (accountId === rule.account.id && id !== rule.id) || id === text).map((one) => ({ value: one.id, label: one.name }))}
                onChange={set}
                placeholder={t('choose')}
                searchLabel={t('findRule')}
                emptyText={t('noOtherRule')}
                className="w-full"
              />
            )
          case 'addresses':
            return <ChipInput {...control} values={Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []} onChange={set} placeholder={placeholder} />
          case 'users':
            return <PeopleInput control={control} people={rule.references.users} chosen={Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []} onChange={set} />
          case 'channel':
            return (
              <Combobox
                {...control}
                value={text === '' ? null : text}
                options={[...rule.references.channels.map((one) => ({ value: one.name, label: one.name })), ...(text === '' || rule.references.channels.some((one) => one.name === text) ? [] : [{ value: text, label: text, hint: t('newTag') }])]}
                onChange={set}
                placeholder={placeholder ?? t('choose')}
                searchLabel={t('findChannel')}
                emptyText={t('nothingFound')}
                create={{ label: (typed) => t('makeChannel', { channel: typed }), onCreate: set }}
                className="w-full"
              />
            )
          case 'endpoint':
            return (
              <Combobox
                {...control}
                value={text === '' ? null : text}
                options={rule.references.endpoints.map((one) => ({ value: one.id, label: one.name, hint: one.host }))}
                onChange={set}
                placeholder={t('choose')}
                searchLabel={t('findEndpoint')}
                emptyText={t('noEndpoint')}
                className="w-full"
              />
            )
          case 'lines':
            return <Textarea {...control} mono value={text} placeholder={placeholder} onChange={(event) => set(event.target.value)} />
          case 'calendar':
          case 'hook':
            return (
              <Combobox
                {...control}
                value={text === '' && hint.optional !== true ? null : text}
                options={[...(hint.optional === true ? [{ value: '', label: t('allHours') }] : []), ...rule.references[hint.control === 'hook' ? 'hooks' : 'calendars'].map(({ id, name: called }) => ({ value: id, label: called }))]}
                onChange={set}
                placeholder={t('choose')}
                searchLabel={t(hint.control === 'hook' ? 'findHook' : 'findCalendar')}
                emptyText={t('nothingFound')}
                className="w-full"
              />
            )
          case 'dateTime':
            return <Input {...control} size="l" type="datetime-local" value={text} onChange={(event) => set(event.target.value.slice(0, 16))} />
          case 'time':
            return <Input {...control} size="l" type="time" value={text} onChange={(event) => set(event.target.value.slice(0, 5))} className="w-32" />
          case 'number':
            return <Input {...control} size="l" type="number" step={1} value={typeof value === 'number' ? String(value) : ''} onChange={(event) => set(event.target.value === '' ? null : Math.round(Number(event.target.value)))} className="w-24" />
          case 'choice':
            return <Select {...control} size="l" value={text} options={Object.keys(hint.choices ?? {}).map((choice) => ({ value: choice, label: say(`${phrase}.choice.${choice}`, {}) }))} onChange={set} />
          case 'cron':
            return <CronInput control={control} line={text} timeZone={zoneOf(node.config)} placeholder={placeholder} onChange={set} />
          case 'timeZone':
            return <TimeZoneInput control={control} zone={text} onChange={set} />
          case 'duration':
            return <DurationInput control={control} label={label} seconds={typeof value === 'number' ? value : 0} onChange={set} />
          case 'conditions':
          case 'fields':
          case 'branches':
          case 'toggle':
            return null
        }
      }}
    </Field>
  )
}

/** The zone a step's times are meant in. */
function zoneOf(config: unknown): string {
  const zone = valueOf(config, 'timeZone')
  return typeof zone === 'string' ? zone : 'UTC'
}

/** A stored config is anything until its node type has read it. */
function valueOf(config: unknown, name: string): unknown {
  return typeof config === 'object' && config !== null ? Object.entries(config).find(([key]) => key === name)?.[1] : undefined
}
