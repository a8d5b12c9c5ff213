'use client'
import Link from 'next/link'
import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ModeTag } from '../state/mode-tag'
import { Button } from '../ui/button'
import { Details, Scroll } from '../ui/pane'
import { useEditor, useGraph } from './editor-context'
import { Choices } from './choices'
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
        <Choices
          label={t('scope')}
          value={graph.scope}
          disabled={!canEdit}
          onChange={(scope) => commands.setScope(scope)}
          options={[
            { value: 'message', label: t('scopeMessage'), help: t('scopeMessageHelp') },
            { value: 'thread', label: t('scopeThread'), help: t('scopeThreadHelp') },
          ]}
        />
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
