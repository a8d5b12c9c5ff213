'use client'
import Link from 'next/link'
import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DEFAULT_BUDGET, MAX_BUDGET } from '../../rules/graph'
import { canOpen } from '../../rules/window'
import { TimeZoneInput } from '../config-form/time-zone-input'
import { ModeTag } from '../state/mode-tag'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { Field } from '../ui/field'
import { Input } from '../ui/input'
import { Details, Scroll } from '../ui/pane'
import { useEditor, useGraph } from './editor-context'
import { ActiveTimes } from './active-times'
import { HowOften } from './how-often'
import { useStepCommands } from './use-step-commands'

/** The rule as a whole, shown while no step is selected. */
export function RuleSettings() {
  const t = useTranslations('editor')
  const { rule, canEdit } = useEditor()
  const graph = useGraph()
  const commands = useStepCommands()
  return (
    <>
      <div data-chrome className="flex h-(--toolbar) shrink-0 items-center border-b border-line px-4">
        <h2 className="font-strong">{t('ruleSettings')}</h2>
      </div>
      <Scroll className="flex flex-col gap-5 p-4">
        <p className="text-ink-3">{t('selectHint')}</p>
        <Details
          rows={[
            { name: t('account'), value: <span className="flex flex-wrap items-center gap-2">{rule.account.address} <ModeTag mode={rule.account.incomingMode} /></span> },
            { name: t('order'), value: t('orderPlace', { place: rule.position }) },
            { name: t('size'), value: t('steps', { count: graph.nodes.length }) },
          ]}
        />
        <HowOften label={t('scope')} value={graph} disabled={!canEdit} onChange={(scope) => scope !== null && commands.setScope(scope)} />
        <ActiveTimes label={t('activeRule')} value={graph.window} disabled={!canEdit} onChange={(window) => commands.setRule({ window })} error={graph.window !== undefined && !canOpen(graph.window) ? t('neverActive') : undefined} />
        <Field label={t('timeZone')} help={t('timeZoneHelp')}>
          {(control) => <TimeZoneInput control={control} zone={graph.timeZone ?? ''} onChange={(timeZone) => commands.setRule({ timeZone })} />}
        </Field>
        <Field label={t('budget')} help={t('budgetHelp')}>
          {(control) => (
            <Input
              {...control}
              size="l"
              type="number"
              inputMode="numeric"
              min={1}
              max={MAX_BUDGET}
              disabled={!canEdit}
              placeholder={String(DEFAULT_BUDGET)}
              value={graph.effectBudgetPerHour ?? ''}
              onChange={(event) => commands.setRule({ effectBudgetPerHour: budgetOf(event.target.value) })}
              className="w-28"
            />
          )}
        </Field>
        <Checkbox label={t('followItself')} help={t('followItselfHelp')} checked={graph.mayFollowItself === true} disabled={!canEdit} onChange={(on) => commands.setRule({ mayFollowItself: on ? true : undefined })} />
        <Button asChild look="link" className="self-start">
          <Link href={`/executions?rule=${rule.id}`}>
            {t('seeRuns')}
            <ArrowRight aria-hidden size={14} />
          </Link>
        </Button>
      </Scroll>
    </>
  )
}

/** Nothing written is the usual budget. */
function budgetOf(text: string): number | undefined {
  const amount = Math.round(Number(text))
  return text === '' || !Number.isFinite(amount) ? undefined : Math.min(Math.max(amount, 1), MAX_BUDGET)
}
