'use client'
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { cn } from '../ui/class-names'
import { startOfBar, type TimeFrame } from './time-frame'

/** The first bar, and the one after the last. */
export type Stretch = readonly [start: number, end: number]

interface Drag {
  readonly anchor: number
  readonly end: number
}

/** Lays a chosen stretch over bars: draw one with the pointer, press a bar for that bar alone, or move either end with the arrow keys. */
export function Brush({ frame, value, onChange, children }: { frame: TimeFrame; value: Stretch | null; onChange: (value: Stretch | null) => void; children: ReactNode }) {
  const t = useTranslations('executions')
  const area = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag | null>(null)
  const { bars } = frame
  const barUnder = ({ clientX }: PointerEvent) => {
    const box = area.current?.getBoundingClientRect()
    if (box === undefined || box.width === 0) return 0
    const share = (clientX - box.left) / box.width
    const forward = getComputedStyle(document.documentElement).direction === 'rtl' ? 1 - share : share
    return Math.min(bars - 1, Math.max(0, Math.floor(forward * bars)))
  }
  const drawn: Stretch | null = drag === null ? value : [Math.min(drag.anchor, drag.end), Math.max(drag.anchor, drag.end) + 1]
  const finish = () => {
    if (drag === null || drawn === null) return
    setDrag(null)
    const again = value !== null && drawn[0] === value[0] && drawn[1] === value[1]
    onChange(again || (drawn[0] === 0 && drawn[1] === bars) ? null : drawn)
  }
  const [start, end] = drawn ?? [0, bars]
  const move = (next: Stretch) => onChange(next[0] <= 0 && next[1] >= bars ? null : next)
  return (
    <div className="relative">
      {children}
      <div
        ref={area}
        className="absolute inset-x-0 top-0 h-16 cursor-crosshair touch-pan-y max-sm:h-11"
        onPointerDown={(event) => {
          if (event.button !== 0 || event.target !== event.currentTarget) return
          event.currentTarget.setPointerCapture(event.pointerId)
          const bar = barUnder(event)
          setDrag({ anchor: bar, end: bar })
        }}
        onPointerMove={(event) => drag !== null && setDrag({ ...drag, end: barUnder(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(null)}
      >
        {drawn !== null && <div aria-hidden className="pointer-events-none absolute inset-y-0 border-x border-accent bg-accent/8" style={{ insetInlineStart: `${(start / bars) * 100}%`, width: `${((end - start) / bars) * 100}%` }} />}
        <Handle label={t('chart.from')} frame={frame} at={start} least={0} most={end - 1} shown={drawn !== null} onMove={(at) => move([at, end])} />
        <Handle label={t('chart.until')} frame={frame} at={end} least={start + 1} most={bars} shown={drawn !== null} onMove={(at) => move([start, at])} />
      </div>
    </div>
  )
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6, Home: -10_000, End: 10_000 }

function Handle({ label, frame, at, least, most, shown, onMove }: { label: string; frame: TimeFrame; at: number; least: number; most: number; shown: boolean; onMove: (at: number) => void }) {
  const formats = useFormats()
  const onKeyDown = (event: KeyboardEvent) => {
    const steps = STEPS[event.key]
    if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    const next = Math.min(most, Math.max(least, at + steps))
    if (next !== at) onMove(next)
  }
  return (
    <span
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={at}
      aria-valuetext={formats.full(startOfBar(frame, at))}
      onKeyDown={onKeyDown}
      className={cn('absolute top-1/2 h-3.5 w-2 -translate-x-1/2 -translate-y-1/2 rounded-full border border-accent bg-bg', !shown && 'opacity-0 focus-visible:opacity-100')}
      style={{ insetInlineStart: `${(at / frame.bars) * 100}%` }}
    />
  )
}
