'use client'
import { useId } from 'react'
import { cn } from '../ui/class-names'

export interface WaysProps<T extends string> {
  name: string
  legend: string
  value: T
  options: readonly { readonly value: T; readonly label: string; readonly hint: string; readonly disabled?: boolean }[]
  onChange: (value: T) => void
}

/** One of a few ways, each with a line that says what it means. */
export function Ways<T extends string>({ name, legend, value, options, onChange }: WaysProps<T>) {
  const id = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-strong">{legend}</legend>
      <div className="divide-y divide-line overflow-hidden rounded-node border border-line">
        {options.map((option) => (
          <label key={option.value} className={cn('flex items-start gap-2.5 px-3 py-2 max-sm:min-h-11', option.disabled ? 'text-ink-3' : 'hover:bg-hover', option.value === value && 'bg-selected hover:bg-selected')}>
            <input type="radio" name={`${name}${id}`} checked={option.value === value} disabled={option.disabled ?? false} onChange={() => onChange(option.value)} className="mt-0.5 size-4 shrink-0 accent-(--accent)" />
            <span className="min-w-0">
              <span className="block font-medium">{option.label}</span>
              <span className="block text-12 text-ink-3">{option.hint}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
