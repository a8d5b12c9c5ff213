'use client'
import { useId, type ReactNode } from 'react'
import { useFormats } from '../language/language-provider'
import { Checkbox } from '../ui/checkbox'

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  readonly count: number
  readonly mark?: ReactNode
}

export interface FacetGroupProps<T extends string> {
  heading: string
  choices: readonly Choice<T>[]
  chosen: readonly T[]
  onChange: (chosen: readonly T[]) => void
}

/** Choices of one kind with the number of runs behind each. What would show nothing is left out, unless it is chosen. */
export function FacetGroup<T extends string>({ heading, choices, chosen, onChange }: FacetGroupProps<T>) {
  const formats = useFormats()
  const id = useId()
  const shown = choices.filter(({ value, count }) => count > 0 || chosen.includes(value))
  if (shown.length === 0) return null
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col">
      <div id={id} className="flex h-6 items-center ps-2 text-11 font-medium text-ink-3">
        {heading}
      </div>
      {shown.map(({ value, label, count, mark }) => {
        const isChosen = chosen.includes(value)
        const toggle = () => onChange(isChosen ? chosen.filter((other) => other !== value) : [...chosen, value])
        return (
          <label key={value} className="flex min-h-7 items-center gap-2 rounded-control px-2 text-ink-2 hover:bg-hover max-lg:min-h-11">
            <Checkbox bare label={label} checked={isChosen} onChange={toggle} />
            {mark}
            <span className="min-w-0 flex-1 truncate" title={label}>
              {label}
            </span>
            <span className="text-12 text-ink-3">{formats.number(count)}</span>
          </label>
        )
      })}
    </div>
  )
}
