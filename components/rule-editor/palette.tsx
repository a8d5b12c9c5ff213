'use client'
import { useState, type KeyboardEvent } from 'react'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useCommand } from '../keyboard/use-command'
import { keysOf } from '../keyboard/keys-of'
import { STEP_DRAG } from '../canvas/canvas-parts'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { Input } from '../ui/input'
import { Kbd } from '../ui/kbd'
import { Scroll } from '../ui/pane'
import { useEditor, useGraph, useSelected } from './editor-context'
import { usePlaceFor } from './use-place-for'
import { usePalette, type PaletteEntry } from './use-palette'
import { useStepCommands } from './use-step-commands'

/** The kinds of steps beside the canvas: pressed, they come behind the selected step; dragged, where they are dropped. */
export function Palette() {
  const t = useTranslations('editor')
  const { show, add } = useEditor()
  const [typed, setTyped] = useState('')
  const selected = useSelected().at(-1) ?? null
  const groups = usePalette(typed, selected)
  const placeFor = usePlaceFor()
  const commands = useStepCommands()
  const graph = useGraph()
  useCommand('search', () => add({ place: null, at: null }))
  const choose = ({ type, obstacle }: PaletteEntry) => {
    if (obstacle !== null) return
    const id = commands.add(type.type, graph.nodes.length === 0 ? { kind: 'free', at: { x: 0, y: 0 } } : placeFor())
    if (id !== null) show(id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      const first = groups[0]?.entries.find(({ obstacle }) => obstacle === null)
      if (first !== undefined) choose(first)
    }
  }
  return (
    <>
      <div className="p-2">
        <Input look="quiet" size="l" icon={Search} value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={onKeyDown} placeholder={t('searchSteps')} aria-label={t('searchSteps')} end={<Kbd keys={keysOf('canvas.add') ?? ''} />} />
      </div>
      <Scroll className="px-2 pb-4">
        {groups.map((group) => (
          <section key={group.id} aria-label={group.heading} className="mb-3">
            <h3 className="px-2 py-1 text-11 font-medium text-ink-3">{group.heading}</h3>
            {group.entries.map((entry) => (
              <button
                key={entry.type.type}
                type="button"
                draggable={entry.obstacle === null}
                aria-disabled={entry.obstacle !== null || undefined}
                title={entry.obstacle ?? entry.summary}
                onClick={() => choose(entry)}
                onDragStart={(event) => {
                  event.dataTransfer.setData(STEP_DRAG, entry.type.type)
                  event.dataTransfer.effectAllowed = 'copy'
                }}
                className="flex h-8 w-full items-center gap-2.5 rounded-control px-1.5 text-start not-aria-disabled:hover:bg-hover aria-disabled:text-ink-disabled aria-disabled:[&>span:first-child]:opacity-50"
              >
                <RoleTile role={entry.type.role} icon={stepIcon(entry.type.type)} of={entry.type.type} size="s" />
                <span className="min-w-0 flex-1 truncate">{entry.label}</span>
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className="px-2 py-3 text-ink-3">{t('noStepFound', { typed })}</p>}
      </Scroll>
    </>
  )
}
