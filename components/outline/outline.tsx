'use client'
import { useMemo, type KeyboardEvent } from 'react'
import { ArrowDown, ArrowUp, ChevronRight, CornerDownRight, Ellipsis, Plus, Power, TriangleAlert, Trash2, Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { edgesFrom, freePorts, portsOf, roleOf } from '../rule-document/document'
import { outlineOf, type OutlineLine } from '../rule-document/outline'
import { useEditor, useGraph, useProblemsByNode, useSelected } from '../rule-editor/editor-context'
import { useLight, useMarkPill } from '../rule-editor/use-canvas-look'
import { useStepCommands } from '../rule-editor/use-step-commands'
import { useStepWords } from '../rule-editor/use-step-words'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Menu } from '../ui/menu'

/**
 * This folder is the rule as a tree of lines: the same document and commands as the canvas, for the keyboard, for screen readers and for phones.
 */
export function Outline({ dense = false }: { dense?: boolean }) {
  const t = useTranslations('editor')
  const { session, show, rule } = useEditor()
  const graph = useGraph()
  const lines = useMemo(() => outlineOf(graph), [graph])
  const selected = useSelected().at(-1) ?? null
  const steps = lines.filter((line) => line.kind === 'step')
  const move = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const at = steps.findIndex(({ key }) => key === selected)
    const next = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: steps.length - 1 }[event.key]
    const line = next === undefined ? undefined : steps[Math.min(next, steps.length - 1)]
    if (line === undefined) return
    event.preventDefault()
    session.select([line.key])
    const row = event.currentTarget.querySelector<HTMLElement>(`[data-step="${line.key}"]`)
    row?.focus()
    row?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div role="tree" aria-label={t('outlineOf', { name: rule.name })} data-document onKeyDown={move} className={dense ? 'pb-4' : 'divide-y divide-line pb-4'}>
      {lines.map((line) => (line.kind === 'step' ? <StepLine key={line.key} line={line} dense={dense} tabStop={line.key === (selected ?? steps[0]?.key)} /> : <OtherLine key={line.key} line={line} dense={dense} onShow={show} />))}
    </div>
  )
}

const indent = (level: number, dense: boolean) => ({ paddingInlineStart: (dense ? 8 : 16) + level * (dense ? 12 : 20) })

function StepLine({ line, dense, tabStop }: { line: Extract<OutlineLine, { kind: 'step' }>; dense: boolean; tabStop: boolean }) {
  const t = useTranslations('editor')
  const { session, show, names, rule, canEdit } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const problems = useProblemsByNode().get(line.node.id)?.length ?? 0
  const light = useLight()
  const pillOf = useMarkPill()
  const isSelected = useSelected().includes(line.node.id)
  const { node } = line
  const mark = light?.marks.get(node.id)
  const off = light !== null && !light.reached.has(node.id)
  return (
    <div
      role="treeitem"
      aria-level={line.level + 1}
      aria-selected={isSelected}
      tabIndex={tabStop ? 0 : -1}
      data-step={node.id}
      onFocus={(event) => event.target === event.currentTarget && session.select([node.id])}
      onClick={() => show(node.id)}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || (event.key !== 'Enter' && event.key !== ' ')) return
        event.preventDefault()
        show(node.id)
      }}
      style={indent(line.level, dense)}
      className={cn('ring-inside group/line flex cursor-pointer items-center gap-2.5 pe-2 hover:bg-hover', dense ? 'min-h-9 py-1' : 'min-h-15 gap-3 py-2', isSelected && 'bg-selected shadow-[inset_3px_0_0_var(--accent)] hover:bg-selected', !node.enabled && 'text-ink-3')}
    >
      <RoleTile role={roleOf(node) ?? 'action'} icon={stepIcon(node.type)} of={node.type} size={dense ? 's' : 'm'} className={cn(off && 'grayscale')} />
      <span className="min-w-0 flex-1">
        <span className={cn('block truncate', dense ? 'text-13' : 'text-14 font-medium', off && 'text-ink-3')}>{words.title(node)}</span>
        {!dense && <span className="block truncate text-12 text-ink-3">{words.summary(node)}</span>}
        {line.loose && <span className="block text-12 text-warning-ink">{t('loose')}</span>}
        {!node.enabled && <span className="block text-12">{t('off')}</span>}
      </span>
      {problems > 0 ? (
        <span className="inline-flex items-center gap-1 text-12 text-warning-ink">
          <Icon of={TriangleAlert} size={14} />
          <span className={dense ? 'sr-only' : ''}>{t('problemCount', { count: problems })}</span>
        </span>
      ) : (
        mark !== undefined && !dense && <span className="text-12 text-ink-2">{pillOf(mark, node).text}</span>
      )}
      {canEdit && <LineMenu line={line} dense={dense} />}
      {!dense && <Icon of={ChevronRight} className="text-ink-3" />}
    </div>
  )
}

function LineMenu({ line: { node }, dense }: { line: Extract<OutlineLine, { kind: 'step' }>; dense: boolean }) {
  const t = useTranslations('editor')
  const { add, names, rule } = useEditor()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const commands = useStepCommands()
  const [port] = freePorts(graph, node)
  const [firstPort] = portsOf(node)
  const [wire] = firstPort === undefined ? [] : edgesFrom(graph, node.id, firstPort)
  const place = port !== undefined ? ({ kind: 'port', from: node.id, port } as const) : wire === undefined ? null : ({ kind: 'edge', edge: wire.id } as const)
  return (
    <span onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()} className={cn(dense && 'opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100 has-data-[state=open]:opacity-100')}>
      <Menu
        align="end"
        trigger={<IconButton size="s" icon={Ellipsis} tabIndex={-1} label={t('menuOf', { step: words.title(node) })} />}
        items={[
          ...(place === null ? [] : [{ label: t('addBelow'), icon: Plus, onSelect: () => add({ place, at: null }) }]),
          { label: t('moveUp'), icon: ArrowUp, onSelect: () => commands.reorder(node.id, -1) },
          { label: t('moveDown'), icon: ArrowDown, onSelect: () => commands.reorder(node.id, 1) },
          ...(roleOf(node) === 'action' ? [{ label: t(node.enabled ? 'switchOff' : 'switchOn'), icon: Power, onSelect: () => commands.setEnabled([node.id], !node.enabled) }] : []),
          'separator' as const,
          { label: t('deleteAndHeal'), icon: Unplug, onSelect: () => commands.heal([node.id]) },
          { label: t('delete'), icon: Trash2, onSelect: () => commands.remove([node.id]) },
        ]}
      />
    </span>
  )
}

function OtherLine({ line, dense, onShow }: { line: Exclude<OutlineLine, { kind: 'step' }>; dense: boolean; onShow: (id: string) => void }) {
  const t = useTranslations('editor')
  const { names, rule, add, canEdit } = useEditor()
  const words = useStepWords(names, rule.account.name)
  const light = useLight()
  const graph = useGraph()
  if (line.kind === 'again') {
    return (
      <div role="treeitem" aria-level={line.level + 1} aria-selected={false} tabIndex={-1} style={indent(line.level, dense)} className={cn('flex items-center gap-2 pe-3 text-12 text-ink-3', dense ? 'min-h-7' : 'min-h-11')} onClick={() => onShow(line.node.id)}>
        <Icon of={CornerDownRight} size={14} />
        {t('goOn', { step: words.title(line.node) })}
      </div>
    )
  }
  const took = light !== null && edgesFrom(graph, line.from.id, line.port).some(({ id }) => light.taken.has(id))
  return (
    <div role="treeitem" aria-level={line.level + 1} aria-selected={false} tabIndex={-1} style={indent(line.level, dense)} className={cn('flex items-center gap-2 pe-2 text-12', dense ? 'min-h-7' : 'min-h-9 bg-surface')}>
      <Icon of={CornerDownRight} size={14} className="text-ink-3" />
      <span className="font-medium">{words.port(line.from, line.port)}</span>
      {took && <span className="text-ink-3">{t('tookByTest')}</span>}
      {line.empty && <span className="text-ink-3">{t('nothing')}</span>}
      <span className="flex-1" />
      {canEdit && line.empty && <IconButton size="s" icon={Plus} label={t('addAfterPort', { step: words.title(line.from), port: words.port(line.from, line.port) })} onClick={() => add({ place: { kind: 'port', from: line.from.id, port: line.port }, at: null })} />}
    </div>
  )
}
