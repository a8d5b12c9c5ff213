'use client'
import type { RefObject } from 'react'
import type { CommandId } from '../keyboard/registry'
import { useCommand } from '../keyboard/use-command'
import type { CanvasHandle } from '../canvas/canvas'
import { nodeOf, roleOf } from '../rule-document/document'
import type { Point } from '../rule-document/place'
import { downstream, neighbour, upstream, type Direction } from '../rule-document/walk'
import { showToast } from '../ui/toast-store'
import { useTranslations } from 'next-intl'
import { useEditor } from './editor-context'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

const NUDGE = 8

/** What keys do in the editor. Those that change steps act while a view of the document, or nothing, has the focus. */
export function EditorKeys({ canvas, onEdit, onTest }: { canvas: RefObject<CanvasHandle | null>; onEdit: () => void; onTest: () => void }) {
  const t = useTranslations('editor')
  const editor = useEditor()
  const { session, add, canEdit, save, names, rule, announce } = editor
  const commands = useStepCommands()
  const words = useStepWords(names, rule.account.name)
  const now = () => session.get()
  const graph = () => now().history.present.graph
  const last = () => now().selected.at(-1) ?? null
  const here = (act: () => unknown) => () => (isInDocument() ? act() : false)
  const changing = (act: (ids: readonly string[]) => unknown) => here(() => (now().selected.length === 0 ? false : act(now().selected)))
  const walk = (direction: Direction) =>
    here(() => {
      const to = neighbour(graph(), last(), direction)
      const node = nodeOf(graph(), to)
      if (to === null || node === null) return false
      session.select([to])
      announce(`${words.title(node)}, ${words.summary(node)}`)
      return true
    })
  const nudge = (by: Point) =>
    changing((ids) => commands.move(new Map(graph().nodes.filter(({ id }) => ids.includes(id)).map(({ id, position }) => [id, { x: position.x + by.x, y: position.y + by.y }])), `nudge.${ids.join()}`))

  useCommand('canvas.add', () => add({ place: null, at: null }), { enabled: canEdit })
  useCommand('canvas.edit', here(() => (last() === null ? false : onEdit())))
  useCommand('canvas.walkDown', walk('down'))
  useCommand('canvas.walkUp', walk('up'))
  useCommand('canvas.walkLeft', walk('left'))
  useCommand('canvas.walkRight', walk('right'))
  useCommand('canvas.selectDownstream', changing((ids) => session.select([...downstream(graph(), ids.at(-1) ?? '')].toReversed())))
  useCommand('canvas.selectUpstream', changing((ids) => session.select(upstream(graph(), ids.at(-1) ?? ''))))
  useCommand('canvas.test', onTest)
  useCommand('canvas.zoomReset', () => canvas.current?.zoomTo(1))
  useCommand('canvas.zoomFit', () => canvas.current?.fit())
  useCommand('canvas.zoomSelection', () => canvas.current?.fit(now().selected))
  useCommand('canvas.save', () => void save.flush().then((revision) => revision !== null && showToast({ text: t('savedNow'), tone: 'success' })))
  useCommand('canvas.copy', changing((ids) => (window.getSelection()?.isCollapsed === false ? false : commands.copy(ids))))
  useCommand('up', () => (now().selected.length === 0 && now().edge === null ? false : session.select([])))

  const edits: readonly (readonly [CommandId, () => unknown])[] = [
    ['canvas.nudgeDown', nudge({ x: 0, y: NUDGE })],
    ['canvas.nudgeUp', nudge({ x: 0, y: -NUDGE })],
    ['canvas.nudgeLeft', nudge({ x: -NUDGE, y: 0 })],
    ['canvas.nudgeRight', nudge({ x: NUDGE, y: 0 })],
    ['canvas.disable', changing((ids) => {
      const actions = graph().nodes.filter((node) => ids.includes(node.id) && roleOf(node) === 'action')
      return actions.length === 0 ? showToast({ text: t('onlyActionsOff') }) : commands.setEnabled(actions.map(({ id }) => id), actions.some(({ enabled }) => !enabled))
    })],
    ['canvas.rename', changing((ids) => editor.show(ids.at(-1) ?? null, { field: 'name' }))],
    ['canvas.duplicate', changing((ids) => commands.duplicate(ids))],
    ['canvas.cut', changing((ids) => commands.copy(ids) && commands.remove(ids))],
    ['canvas.paste', here(() => void commands.paste(canvas.current?.middle() ?? null))],
    ['canvas.delete', here(() => {
      const { selected, edge } = now()
      if (edge !== null) return commands.disconnect(edge)
      return selected.length === 0 ? false : commands.remove(selected)
    })],
    ['canvas.deleteAndHeal', changing((ids) => commands.heal(ids))],
    ['canvas.tidy', () => {
      commands.tidy(now().selected)
      requestAnimationFrame(() => canvas.current?.fit())
    }],
    ['canvas.undo', () => commands.undo()],
    ['canvas.redo', () => commands.redo()],
  ]
  return canEdit ? edits.map(([id, act]) => <Key key={id} id={id} act={act} />) : null
}

function Key({ id, act }: { id: CommandId; act: () => unknown }) {
  useCommand(id, act)
  return null
}

/** True while the focus is on a view of the document, or on nothing in particular. */
function isInDocument(): boolean {
  const focused = document.activeElement
  return focused === null || focused === document.body || focused.id === 'main' || focused.closest('[data-document]') !== null
}
