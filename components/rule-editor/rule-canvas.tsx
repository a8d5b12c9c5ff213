'use client'
import { useCallback, useMemo, type RefObject } from 'react'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { Canvas, type CanvasEdit, type CanvasHandle } from '../canvas/canvas'
import { Button } from '../ui/button'
import { useEditor, useGraph } from './editor-context'
import { useStepCommands } from './use-step-commands'
import { useCanvasLook } from './use-canvas-look'

/** The drawing of this rule. */
export function RuleCanvas({ handle, viewOnly = false }: { handle: RefObject<CanvasHandle | null>; viewOnly?: boolean }) {
  const t = useTranslations('editor')
  const editor = useEditor()
  const { session, show, add, canEdit, rule } = editor
  const { selected, edge } = useStore(session)
  const graph = useGraph()
  const commands = useStepCommands()
  const { cards, wires } = useCanvasLook()
  const editable = canEdit && !viewOnly
  const edit = useMemo<CanvasEdit | null>(
    () =>
      editable
        ? {
            connect: (from, port, to) => void commands.connect(from, port, to),
            reconnect: commands.reconnect,
            move: (positions) => void commands.move(positions),
            add: (place, at) => add({ place, at }),
            drop: (type, place) => {
              const id = commands.add(type, place)
              if (id !== null) show(id)
            },
            splice: (id, wire) => void commands.spliceIn(id, wire),
            refusal: (reason) => t(`refused.${reason}`),
          }
        : null,
    [editable, commands, add, show, t],
  )
  const onSelect = useCallback((ids: readonly string[], wire: string | null) => session.select(ids, wire), [session])
  const onOpen = useCallback((id: string) => show(id), [show])
  return (
    <div className="relative min-h-0 min-w-0 flex-1 bg-canvas">
      <Canvas
        label={t('canvasOf', { name: rule.name })}
        graph={graph}
        cards={cards}
        wires={wires}
        selected={selected}
        selectedEdge={edge}
        onSelect={onSelect}
        onOpen={onOpen}
        edit={edit}
        handle={handle}
        {...(editable ? { onTidy: () => { commands.tidy([]); requestAnimationFrame(() => handle.current?.fit()) } } : {})}
      />
      {editable && (
        <Button icon={Plus} className="absolute start-3 top-3 xl:hidden" onClick={() => add({ place: null, at: null })}>
          {t('addStep')}
        </Button>
      )}
      {editable && graph.nodes.length <= 1 && (
        <p className="pointer-events-none absolute inset-x-0 bottom-16 px-6 text-center text-12 text-ink-3">{t('emptyHint')}</p>
      )}
    </div>
  )
}
