'use client'
import { useEffect, useRef, useState } from 'react'
import { Copy, Ellipsis, Power, Trash2, Unplug, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { keysOf } from '../keyboard/keys-of'
import { ConfigForm } from '../config-form/config-form'
import { StartChoice } from '../config-form/start-choice'
import { edgeOf, nodeOf, roleOf } from '../rule-document/document'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'
import { Scroll } from '../ui/pane'
import { TabPanel, Tabs } from '../ui/tabs'
import type { GraphNode } from '../../rules/graph'
import { Connections } from './connections'
import { EdgeInspector } from './edge-inspector'
import { useEditor, useGraph, useProblemsByNode, useSelected, type Inspecting } from './editor-context'
import { LastResult } from './last-result'
import { ManyInspector } from './many-inspector'
import { RuleSettings } from './rule-settings'
import { RunSettings } from './run-settings'
import { StepName } from './step-name'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

/** What belongs to the selection: a step's values and settings, a connection, or the rule itself while nothing is selected. */
export function Inspector({ wanted }: { wanted: Inspecting | null }) {
  const { session } = useEditor()
  const { edge } = useStore(session)
  const graph = useGraph()
  const selected = useSelected()
  const node = nodeOf(graph, selected.at(-1) ?? null)
  const wire = edgeOf(graph, edge)
  if (wire !== null) return <EdgeInspector edge={wire} />
  if (selected.length > 1) return <ManyInspector ids={selected} />
  return node === null ? <RuleSettings /> : <StepInspector key={node.id} node={node} wanted={wanted} />
}

type Tab = 'setup' | 'run' | 'result'

function StepInspector({ node, wanted }: { node: GraphNode; wanted: Inspecting | null }) {
  const t = useTranslations('editor')
  const { session, names, rule, canEdit, leave } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const problems = useProblemsByNode().get(node.id) ?? []
  const [tab, setTab] = useState<Tab>('setup')
  const body = useRef<HTMLDivElement>(null)
  const inRun = wanted?.field !== null && ['onError', 'scope', 'interval', 'window', 'enabled', 'join', 'onSkip'].includes(wanted?.field ?? '')
  const turn = wanted?.turn ?? 0
  const [shown, setShown] = useState(0)
  if (turn !== shown) {
    setShown(turn)
    setTab(inRun ? 'run' : 'setup')
  }
  useEffect(() => {
    if (turn === 0) return
    const place = wanted?.field == null ? null : body.current?.querySelector(`[data-field="${CSS.escape(wanted.field.split('.')[0] ?? '')}"]`)
    if (place === null && matchMedia('(pointer: coarse)').matches) return
    const target = (place ?? body.current?.querySelector('[role="tabpanel"][data-state="active"]'))?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, [role="combobox"], [role="switch"], [role="radio"]')
    target?.focus({ preventScroll: false })
  }, [turn, tab, wanted?.field])
  return (
    <div ref={body} tabIndex={-1} data-autofocus className="flex min-h-0 flex-1 flex-col outline-none" onBlur={session.settle} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && leave()}>
      <div data-chrome className="flex shrink-0 items-center gap-3 px-4 pt-3 pb-1">
        <RoleTile role={roleOf(node) ?? 'action'} icon={stepIcon(node.type)} of={node.type} />
        <div className="min-w-0 flex-1" data-field="name">
          <StepName key={node.id} node={node} editNow={wanted?.field === 'name' ? turn : 0} />
          <p className="text-12 text-ink-3">{words.kind(node.type)}</p>
        </div>
        {canEdit && <StepMenu node={node} />}
        <IconButton icon={X} label={t('closeInspector')} onClick={() => session.select([])} className="max-lg:hidden" />
      </div>
      <Tabs<Tab>
        label={t('inspector')}
        value={tab}
        onChange={setTab}
        tabs={[{ value: 'setup', label: t('setUp') }, { value: 'run', label: t('runSettings') }, { value: 'result', label: t('lastResult') }]}
        className="flex-1"
      >
        <TabPanel value="setup" className="flex min-h-0 flex-col">
          <Scroll className="flex flex-col gap-5 p-4">
            <fieldset disabled={!canEdit} className="contents">
              {roleOf(node) === 'trigger' && <StartChoice node={node} />}
              <ConfigForm node={node} problems={problems} />
            </fieldset>
            <Connections node={node} />
          </Scroll>
        </TabPanel>
        <TabPanel value="run" className="flex min-h-0 flex-col">
          <Scroll className="p-4">
            <RunSettings node={node} problems={problems} />
          </Scroll>
        </TabPanel>
        <TabPanel value="result" className="flex min-h-0 flex-col">
          <Scroll className="p-4">
            <LastResult id={node.id} />
          </Scroll>
        </TabPanel>
      </Tabs>
    </div>
  )
}

function StepMenu({ node }: { node: GraphNode }) {
  const t = useTranslations('editor')
  const commands = useStepCommands()
  const isAction = roleOf(node) === 'action'
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Ellipsis} label={t('stepMenu')} />}
      items={[
        ...(roleOf(node) === 'trigger' ? [] : [{ label: t('duplicate'), icon: Copy, keys: keysOf('canvas.duplicate'), onSelect: () => commands.duplicate([node.id]) }]),
        ...(isAction ? [{ label: t(node.enabled ? 'switchOff' : 'switchOn'), icon: Power, keys: keysOf('canvas.disable'), onSelect: () => commands.setEnabled([node.id], !node.enabled) }] : []),
        { label: t('deleteAndHeal'), icon: Unplug, keys: keysOf('canvas.deleteAndHeal'), onSelect: () => commands.heal([node.id]) },
        { label: t('delete'), icon: Trash2, keys: keysOf('canvas.delete'), onSelect: () => commands.remove([node.id]) },
      ]}
    />
  )
}
