'use client'
import { Check, CircleAlert, Ellipsis, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { FIELD_IDS, fieldOf } from '../../rules/fields'
import type { Compared } from '../../rules/node-type'
import { operatorOf, operatorsFor } from '../../rules/operators'
import { marked } from '../explanation/compared-rows'
import { useEditor } from '../rule-editor/editor-context'
import { useRuleLanguage } from '../sentence/rule-language'
import { Combobox } from '../ui/combobox'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Select } from '../ui/select'
import type { GroupProps } from './group-props'
import { ConditionName } from './condition-name'
import { ConditionValues } from './condition-values'
import { replaceAt, shift, withField, withOperator, type DraftTest, type Path } from './edit-conditions'

/** One comparison: field, operator, values, and below them whether the loaded mail meets it and with what. */
export function ConditionRow({ tree, test, path, siblings, onChange, verdicts, errors }: Omit<GroupProps, 'group' | 'path'> & { test: DraftTest; path: Path; siblings: number }) {
  const t = useTranslations('editor')
  const { say } = useRuleLanguage()
  const { canEdit } = useEditor()
  const place = path.join('.')
  const compared = verdicts?.get(place)
  const error = errors.get(place)
  const change = (next: DraftTest) => onChange(replaceAt(tree, path, () => next))
  const fieldLabel = say(`condition.fieldLabel.${test.field}`, {})
  const index = path.at(-1) ?? 0
  return (
    <div role="group" aria-label={t('conditionNumber', { number: index + 1 })} className="flex flex-col gap-1.5 px-2 py-2">
      <div className="flex flex-wrap items-center gap-x-1">
        <Combobox
          aria-label={t('field')}
          value={test.field}
          disabled={!canEdit}
          options={FIELD_IDS.map((id) => ({ value: id, label: say(`condition.fieldLabel.${id}`, {}), group: say(`condition.fieldGroup.${fieldOf(id).group}`, {}) }))}
          onChange={(chosen) => {
            const field = FIELD_IDS.find((id) => id === chosen)
            if (field !== undefined) change(withField(test, field))
          }}
          placeholder={t('choose')}
          searchLabel={t('findField')}
          emptyText={t('nothingFound')}
          className="border-transparent bg-transparent font-medium hover:bg-hover"
        />
        <Select look="flat" aria-label={t('operator')} value={test.operator} disabled={!canEdit} options={operatorsFor(fieldOf(test.field).kind).map((id) => ({ value: id, label: say(`condition.operatorLabel.${id}`, {}) }))} onChange={(operator) => change(withOperator(test, operator))} className="text-ink-2" />
        <span className="flex-1" />
        {canEdit && (
          <Menu
            align="end"
            trigger={<IconButton size="s" icon={Ellipsis} label={t('conditionMenu', { field: fieldLabel })} />}
            items={[
              { label: t('moveUp'), disabled: index === 0, onSelect: () => onChange(shift(tree, path, -1)) },
              { label: t('moveDown'), disabled: index === siblings - 1, onSelect: () => onChange(shift(tree, path, 1)) },
              { label: t('intoGroup'), onSelect: () => onChange(replaceAt(tree, path, (item) => ({ kind: 'group', mode: 'any', items: [item] }))) },
              { label: t('deleteCondition'), onSelect: () => onChange(replaceAt(tree, path, () => null)) },
            ]}
          />
        )}
      </div>
      <ConditionName test={test} onChange={(header) => change({ ...test, header })} />
      <ConditionValues key={`${test.field} ${operatorOf(test.operator).expects}`} test={test} label={t('valuesOf', { field: fieldLabel })} invalid={error !== undefined} onChange={(values) => change({ ...test, values })} />
      {error !== undefined && (
        <p className="flex items-start gap-1.5 px-1 text-12 text-danger-ink">
          <Icon of={CircleAlert} size={14} className="mt-px" />
          {error}
        </p>
      )}
      {compared !== undefined && <LiveVerdict compared={compared} />}
    </div>
  )
}

/** Tick or cross and what the mail has, the deciding part marked. */
function LiveVerdict({ compared }: { compared: Compared }) {
  const t = useTranslations('editor')
  const holds = compared.verdict === true
  const values = compared.actual ?? []
  const isFlag = compared.operator === 'isTrue' || compared.operator === 'isFalse'
  const at = compared.mark?.[0] ?? 0
  const { before, mark, after } = marked(values[at] ?? '', compared.mark ?? null)
  return (
    <p className="flex items-start gap-1.5 px-1 text-12 text-ink-2">
      <Icon of={holds ? Check : X} size={14} className={holds ? 'mt-px text-success-ink' : 'mt-px text-danger-ink'} />
      <span className="sr-only">{t(holds ? 'holds' : 'holdsNot')}</span>
      <span className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]">
        {isFlag ? t(values[0] === 'true' ? 'mailIs' : 'mailIsNot') : values.length === 0 ? t('mailHasNone') : (
          <>
            {t('mailHas')} {before.length > 60 ? `…${before.slice(-40)}` : before}
            {mark === '' ? null : <mark className={holds ? 'bg-success-soft text-success-ink' : 'bg-danger-soft text-danger-ink'}>{mark}</mark>}
            <span className={mark === '' && before !== '' ? 'font-medium' : ''}>{after.slice(0, 200)}</span>
          </>
        )}
      </span>
    </p>
  )
}
