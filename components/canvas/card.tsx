'use client'
import { memo, useContext, createContext } from 'react'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { CalendarClock, CircleAlert, CircleCheck, CircleMinus, CircleSlash, FlaskConical, Hourglass, Merge, MessagesSquare, Plus, StickyNote, Timer, TriangleAlert, Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { portLean, portOffset, portRoom, type CanvasWishes, type CardLook, type CardMark, type CardNode, type Pill } from './canvas-parts'

export const WishesContext = createContext<CanvasWishes>({ base: '', add: null })

/** One step: its shape says the role, its lines say what and with which values, the pill on its corner says what a test or a check came to. */
export const Card = memo(function Card({ id, data: { look }, selected }: NodeProps<CardNode>) {
  const t = useTranslations('editor')
  const { base } = useContext(WishesContext)
  const off = look.path === 'off'
  return (
    <>
      <div
        id={`${base}-${id}`}
        role="group"
        aria-label={look.label}
        className={cn(
          'step-card relative flex h-[72px] w-[240px] items-center gap-3 rounded-node border px-3 text-ink',
          off || !look.enabled ? 'border-line-strong bg-canvas' : 'border-line-strong bg-raised shadow-node',
          look.path === 'on' && 'border-accent-line',
          selected && 'border-accent shadow-[0_0_0_1px_var(--accent)]',
        )}
      >
        <RoleTile role={look.role ?? 'action'} icon={stepIcon(look.type)} of={look.type} className={cn((off || !look.enabled) && 'text-ink-3 grayscale')} />
        <span className="min-w-0 flex-1">
          <span className={cn('step-title block truncate text-13 font-strong', off && 'font-medium text-ink-3')} title={look.title}>
            {look.title}
          </span>
          <span className="step-detail block truncate text-12 text-ink-3" title={look.summary}>
            {look.summary}
          </span>
        </span>
        <span className="step-detail flex shrink-0 gap-1 text-ink-3">
          {look.marks.slice(0, 2).map((mark) => (
            <span key={mark.mark} title={mark.label}>
              <Icon of={MARKS[mark.mark]} size={14} />
            </span>
          ))}
          {!look.enabled && (
            <span className="inline-flex items-center gap-1 text-11 font-medium">
              <Icon of={CircleSlash} size={14} />
              {t('off')}
            </span>
          )}
        </span>
        {look.pill && <CardPill pill={look.pill} />}
      </div>
      {look.role !== 'trigger' && <Handle id="in" type="target" position={Position.Top} role="img" aria-label={t('portIn', { step: look.title })} className={`is-${look.path}`} />}
      <Ports id={id} look={look} />
    </>
  )
})

const MARKS: { readonly [M in CardMark['mark']]: typeof Merge } = { thread: MessagesSquare, interval: Timer, window: CalendarClock, first: Merge, onError: CircleAlert, onSkip: Unplug, note: StickyNote }

/** Ways out along the lower edge; a free one offers a plus, a step without any says that it ends. */
function Ports({ id, look }: { id: string; look: CardLook }) {
  const t = useTranslations('editor')
  const { add } = useContext(WishesContext)
  const count = look.ports.length
  const ends = count === 0 || (look.role === 'action' && look.ports.every(({ free }) => free))
  return (
    <>
      {ends && <span className="step-detail pointer-events-none absolute -bottom-2.5 left-1/2 z-[1] -translate-x-1/2 rounded-full border border-line-strong bg-canvas px-2 text-11 leading-4 text-ink-3 in-[.react-flow\_\_node:hover]:opacity-0 in-[.selected]:opacity-0">{t('ends')}</span>}
      {look.ports.map(({ port, label, free }, index) => (
        <span key={port}>
          <Handle id={port} type="source" position={Position.Bottom} style={{ left: `${portOffset(index, count)}%` }} role="img" aria-label={t('portOut', { step: look.title, port: label })} className={`is-${look.path}`} />
          {free && add && (
            <button
              type="button"
              tabIndex={-1}
              data-shown={look.role !== 'action' || undefined}
              aria-label={t('addAfterPort', { step: look.title, port: label })}
              title={t('addAfterPort', { step: look.title, port: label })}
              onClick={(event) => {
                event.stopPropagation()
                add({ kind: 'port', from: id, port }, { x: event.clientX, y: event.clientY })
              }}
              style={{ left: `${portOffset(index, count)}%`, transform: `translateX(${portLean(index, count)}%)`, maxWidth: portRoom(index, count) ?? undefined }}
              className="step-plus nodrag nopan absolute top-[84px] z-[2] flex h-6 items-center gap-1 rounded-full border border-line-strong bg-raised px-1 text-12 font-medium whitespace-nowrap text-ink-2 hover:z-[3] hover:max-w-none! hover:border-accent hover:text-accent-ink"
            >
              <Icon of={Plus} size={14} />
              {count > 1 && <span className="truncate pe-1.5">{label}</span>}
            </button>
          )}
        </span>
      ))}
    </>
  )
}

const TONES: { readonly [T in Pill['tone']]: readonly [typeof Merge, string] } = {
  success: [CircleCheck, 'border-success-line text-success-ink'],
  dryRun: [FlaskConical, 'border-success-line text-success-ink'],
  warning: [TriangleAlert, 'border-warning-line text-warning-ink'],
  danger: [CircleAlert, 'border-danger-line text-danger-ink'],
  waiting: [Hourglass, 'border-waiting-line text-waiting-ink'],
  muted: [CircleMinus, 'border-line-strong text-ink-2'],
}

function CardPill({ pill }: { pill: Pill }) {
  const [icon, look] = TONES[pill.tone]
  return (
    <span className={cn('step-detail absolute -top-2.5 -right-2 inline-flex h-5 max-w-[200px] items-center gap-1 rounded-full border bg-raised ps-1.5 pe-2 text-11 font-medium', look)}>
      <Icon of={icon} size={12} />
      <span className="truncate">{pill.text}</span>
    </span>
  )
}
