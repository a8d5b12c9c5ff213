import type { ReactNode } from 'react'
import { cn } from '../ui/class-names'
import type { Place } from './time-scale'

const LOOKS = {
  good: 'bg-success',
  bad: 'bg-danger',
  retried: 'bg-warning',
  running: 'bg-info',
  plain: 'bg-muted',
  waiting: 'bg-[repeating-linear-gradient(90deg,var(--waiting)_0_4px,transparent_4px_7px)]',
} as const

export interface StepLineProps {
  title: string
  mark: ReactNode
  selected: boolean
  onSelect: () => void
  /** Null: no time yet. Left out: a line without a track. */
  bar?: (Place & { readonly look: keyof typeof LOOKS }) | null
  took?: string
  /** One try of the step above. */
  small?: boolean
  /** Not reached. */
  quiet?: boolean
}

/** One line of the tree: state, name, when on the track, how long. */
export function StepLine({ title, mark, selected, onSelect, bar, took, small = false, quiet = false }: StepLineProps) {
  return (
    <button
      type="button"
      aria-current={selected ? 'step' : undefined}
      onClick={onSelect}
      className={cn(
        'ring-inside grid w-full items-center gap-2.5 pe-3 text-start hover:bg-hover max-sm:min-h-11',
        bar === undefined ? 'grid-cols-[16px_minmax(0,1fr)]' : 'grid-cols-[16px_minmax(0,1fr)_72px_54px] sm:max-lg:grid-cols-[16px_minmax(0,1fr)_auto]',
        small ? 'h-7 ps-9 text-12 text-ink-2' : 'h-9 ps-3.5',
        quiet && 'text-ink-3',
        selected && 'bg-selected shadow-[inset_3px_0_0_var(--accent)] hover:bg-selected',
      )}
    >
      <span className="grid place-items-center">{mark}</span>
      <span className="truncate" title={title}>
        {title}
      </span>
      {bar !== undefined && (
        <>
          <span aria-hidden className="relative h-1.5 sm:max-lg:hidden">
            <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
            {bar !== null && <span className={cn('absolute inset-y-0 rounded-full', LOOKS[bar.look])} style={{ insetInlineStart: `${bar.start}%`, width: `${bar.width}%` }} />}
          </span>
          <span className="truncate text-end text-12 text-ink-3">{took}</span>
        </>
      )}
    </button>
  )
}
