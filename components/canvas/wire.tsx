'use client'
import { memo, useContext } from 'react'
import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath, useStore, type EdgeProps } from '@xyflow/react'
import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { portLean, type Wire } from './canvas-parts'
import { WishesContext } from './card'

const RADIUS = 8
/** Below the card that the wire leaves; each further way out turns a little lower, so that legs do not lie on one another. */
const FIRST_TURN = 22
const TURN_STEP = 8
/** How far a wire runs straight out of a card and into one before it may turn: less than the room between two rows leaves below the lowest turn. */
const STRAIGHT = 12

/** A connection: right angles with round corners, its label on the level part, a plus where a step can go in between. */
export const WireEdge = memo(function WireEdge({ id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected, interactionWidth }: EdgeProps<Wire>) {
  const turn = Math.min(sourceY + FIRST_TURN + (data?.look.portIndex ?? 0) * TURN_STEP, Math.max(sourceY + 8, targetY - 14))
  const isUp = targetY < sourceY + 24
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: RADIUS, offset: STRAIGHT, ...(isUp ? {} : { centerY: turn }) })
  const aside = Math.abs(targetX - sourceX)
  // A step under the same card: its label stays at the way out, where no other lies.
  const isBelow = aside < ((data?.look.portCount ?? 1) > 2 ? 110 : 60)
  const plusY = isUp ? targetY - 12 : (turn + targetY) / 2 + (data?.look.label === '' && aside < 4 ? 0 : 2)
  return (
    <>
      <BaseEdge id={id} path={path} {...(interactionWidth === undefined ? {} : { interactionWidth })} />
      <EdgeLabelRenderer>
        {data !== undefined && data.look.label !== '' && (
          <span
            className={cn('step-detail pointer-events-none absolute rounded-full px-2 text-12 leading-5 font-medium', data.look.path === 'on' ? 'bg-accent text-on-solid' : selected ? 'bg-accent-soft text-accent-ink' : 'bg-canvas text-ink-2')}
            style={{ transform: `translate(${isBelow ? portLean(data.look.portIndex ?? 0, data.look.portCount ?? 1) : -50}%, -50%) translate(${isBelow ? sourceX : (sourceX + targetX) / 2}px, ${turn}px)` }}
          >
            {data.look.label}
          </span>
        )}
        <WirePlus id={id} name={data?.look.name ?? ''} x={targetX} y={plusY} shown={selected ?? false} />
      </EdgeLabelRenderer>
    </>
  )
})

function WirePlus({ id, name, x, y, shown }: { id: string; name: string; x: number; y: number; shown: boolean }) {
  const t = useTranslations('editor')
  const { add } = useContext(WishesContext)
  const few = useStore((state) => state.edges.length <= 80)
  if (add === null || (!few && !shown)) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t('insertOn', { wire: name })}
      title={t('insertOn', { wire: name })}
      data-shown={shown || undefined}
      onClick={(event) => {
        event.stopPropagation()
        add({ kind: 'edge', edge: id }, { x: event.clientX, y: event.clientY })
      }}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      className="step-plus nodrag nopan pointer-events-auto absolute grid size-5 place-items-center rounded-full border border-line-strong bg-raised text-ink-2 after:absolute after:-inset-1 hover:border-accent hover:text-accent-ink"
    >
      <Icon of={Plus} size={12} />
    </button>
  )
}
