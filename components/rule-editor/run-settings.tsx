'use client'
import { useTranslations } from 'next-intl'
import type { GraphNode } from '../../rules/graph'
import type { Problem } from '../../rules/problem'
import { nodeType } from '../../rules/nodes/index'
import { edgesInto } from '../rule-document/document'
import { Field } from '../ui/field'
import { Switch } from '../ui/switch'
import { Textarea } from '../ui/textarea'
import { ActiveTimes } from './active-times'
import { Choices } from './choices'
import { HowOften } from './how-often'
import { useEditor, useGraph } from './editor-context'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

const INHERITED = { message: 'scopeMessage', thread: 'scopeThread', interval: 'scopeInterval' } as const

/** How a step is run: on or off, how often, what after an error or a skip, and when it is ready. */
export function RunSettings({ node, problems }: { node: GraphNode; problems: readonly Problem[] }) {
  const t = useTranslations('editor')
  const { canEdit, names, rule } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const graph = useGraph()
  const commands = useStepCommands()
  const type = nodeType(node.type)
  const isAction = type !== null && type.role === 'action'
  const straight = type?.ports.includes('next') ?? false
  const set = (settings: Parameters<typeof commands.setSettings>[1]) => void commands.setSettings(node.id, settings)
  const errorOf = (field: string) => problems.filter((one) => one.field === field).map(words.problem)[0]
  return (
    <div className="flex flex-col gap-5">
      {isAction && (
        <div data-field="enabled">
          <Switch label={t('stepOn')} checked={node.enabled} disabled={!canEdit} onChange={(enabled) => commands.setEnabled([node.id], enabled)} className="justify-between font-medium" />
          <p className="text-12 text-ink-3">{t('stepOnHelp')}</p>
        </div>
      )}
      {isAction && (type.stopsLaterRules !== true || node.scope !== null || node.window !== undefined) && type.ports.length > 0 && (
        <>
          <HowOften
            label={t('howOften')}
            value={node.scope === null ? null : { scope: node.scope, interval: node.interval }}
            inherited={t(INHERITED[graph.scope])}
            disabled={!canEdit}
            error={errorOf('scope') ?? errorOf('interval')}
            onChange={(scope) => set({ scope: scope?.scope ?? null, interval: scope?.interval })}
          />
          <ActiveTimes label={t('activeStep')} value={node.window} disabled={!canEdit} error={errorOf('window')} onChange={(window) => set({ window })} />
        </>
      )}
      {isAction && (type?.ports.length ?? 0) > 0 && (
        <Choices
          field="onError"
          label={t('onError')}
          value={node.onError}
          disabled={!canEdit}
          error={errorOf('onError')}
          onChange={(onError) => set({ onError })}
          options={[
            { value: 'stop', label: t('onErrorStop'), help: t('onErrorStopHelp') },
            { value: 'continue', label: t('onErrorContinue'), disabled: !straight },
            { value: 'error', label: t('onErrorPath'), help: t('onErrorPathHelp') },
          ]}
        />
      )}
      {isAction && straight && (
        <Choices
          field="onSkip"
          label={t('onSkip')}
          value={node.onSkip}
          disabled={!canEdit}
          onChange={(onSkip) => set({ onSkip })}
          options={[
            { value: 'continue', label: t('onSkipContinue'), help: t('onSkipContinueHelp') },
            { value: 'stop', label: t('onSkipStop') },
          ]}
        />
      )}
      {edgesInto(graph, node.id).length > 1 && (
        <Choices
          field="join"
          label={t('join')}
          value={node.join}
          disabled={!canEdit}
          onChange={(join) => set({ join })}
          options={[
            { value: 'all', label: t('joinAll'), help: t('joinAllHelp') },
            { value: 'first', label: t('joinFirst'), help: t('joinFirstHelp') },
          ]}
        />
      )}
      <Field label={t('stepNote')} help={t('stepNoteHelp')}>
        {(control) => <Textarea {...control} value={node.note} maxLength={2000} disabled={!canEdit} onChange={(event) => set({ note: event.target.value })} />}
      </Field>
    </div>
  )
}
