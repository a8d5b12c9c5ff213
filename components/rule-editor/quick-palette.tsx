'use client'
import { useRef, useState, type RefObject } from 'react'
import { Popover as Primitive } from 'radix-ui'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { CanvasHandle } from '../canvas/canvas'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { Icon } from '../ui/icon'
import { edgeOf, nodeOf } from '../rule-document/document'
import { useEditor, useGraph, useSelected, type Adding } from './editor-context'
import { usePlaceFor } from './use-place-for'
import { usePalette } from './use-palette'
import { useStepCommands } from './use-step-commands'
import { useStepWords } from './use-step-words'

/** The list of steps at the pointer or in the middle, to be found by typing. It says where the step will go. */
export function QuickPalette({ adding, onClose, onAdded, canvas }: { adding: Adding | null; onClose: () => void; onAdded: (id: string) => void; canvas: RefObject<CanvasHandle | null> }) {
  const t = useTranslations('editor')
  const at = adding?.at ?? null
  const added = useRef(false)
  return (
    <Primitive.Root open={adding !== null} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Anchor asChild>
        <span aria-hidden className="pointer-events-none fixed size-px" style={at === null ? { left: '50%', top: '18%' } : { left: at.x, top: at.y }} />
      </Primitive.Anchor>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={t('addStep')}
          side="bottom"
          align={at === null ? 'center' : 'start'}
          sideOffset={8}
          collisionPadding={12}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // A step that was added shows its form, and the cursor belongs there.
            if (!added.current) canvas.current?.focus()
            added.current = false
          }}
          className="z-(--z-popover) w-80 max-w-[calc(100vw-24px)] overflow-hidden rounded-node bg-raised text-ink shadow-popover outline-none data-[state=open]:animate-pop"
        >
          {adding !== null && <Choices adding={adding} onClose={onClose} onAdded={(id) => { added.current = true; onAdded(id) }} />}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

function Choices({ adding, onClose, onAdded }: { adding: Adding; onClose: () => void; onAdded: (id: string) => void }) {
  const t = useTranslations('editor')
  const { names, rule } = useEditor()
  const graph = useGraph()
  const words = useStepWords(names, rule.account.name)
  const selected = useSelected().at(-1) ?? null
  const placeFor = usePlaceFor()
  const commands = useStepCommands()
  const [typed, setTyped] = useState('')
  const place = adding.place ?? placeFor()
  const after = place.kind === 'port' ? place.from : place.kind === 'edge' ? (edgeOf(graph, place.edge)?.from ?? null) : selected
  const groups = usePalette(typed, after)
  const source = nodeOf(graph, after)
  const target = place.kind === 'edge' ? nodeOf(graph, edgeOf(graph, place.edge)?.to ?? null) : null
  return (
    <Command label={t('addStep')} shouldFilter={false} loop className="flex max-h-96 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
        <Icon of={Search} className="text-ink-3" />
        <Command.Input value={typed} onValueChange={setTyped} placeholder={t('searchSteps')} className="h-full min-w-0 flex-1 bg-transparent outline-none max-sm:text-16" />
      </div>
      {place.kind !== 'free' && source !== null && (
        <p className="border-b border-line px-3 py-1.5 text-12 text-ink-3">
          {target !== null ? t('betweenSteps', { from: words.title(source), to: words.title(target) }) : t('afterStep', { step: words.title(source), port: place.kind === 'port' ? words.port(source, place.port) : '', many: place.kind === 'port' && place.port !== 'next' ? 'yes' : 'no' })}
        </p>
      )}
      <Command.List className="thin-scroll min-h-0 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-ink-3">{t('noStepFound', { typed })}</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group.id} heading={group.heading} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3">
            {group.entries.map(({ type, label, summary, obstacle }) => (
              <Command.Item
                key={type.type}
                value={`${group.id} ${type.type}`}
                disabled={obstacle !== null}
                onSelect={() => {
                  const id = commands.add(type.type, place)
                  onClose()
                  if (id !== null) onAdded(id)
                }}
                className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-tag px-2 py-1 data-[disabled=true]:cursor-default data-[disabled=true]:text-ink-disabled data-[selected=true]:bg-hover max-sm:min-h-11"
              >
                <RoleTile role={type.role} icon={stepIcon(type.type)} of={type.type} size="s" />
                <span className="min-w-0 flex-1">
                  <span className="block">{label}</span>
                  <span className="block truncate text-12 text-ink-3">{obstacle ?? summary}</span>
                </span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  )
}
