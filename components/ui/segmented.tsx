'use client'
import { ToggleGroup } from 'radix-ui'
import { cn } from './class-names'

export interface SegmentedProps<T extends string> {
  label: string
  value: T
  options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[]
  onChange: (value: T) => void
  size?: 's' | 'm'
  className?: string
}

/** Two to four choices of which one holds; more are a `Select`. */
export function Segmented<T extends string>({ label, value, options, onChange, size = 'm', className }: SegmentedProps<T>) {
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next)
    if (option) onChange(option.value)
  }
  return (
    <ToggleGroup.Root type="single" aria-label={label} value={value} onValueChange={choose} className={cn('inline-flex shrink-0 gap-0.5 rounded-control bg-pressed p-0.5', className)}>
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className={cn(
            'rounded-tag font-medium whitespace-nowrap text-ink-2 hover:text-ink data-[state=on]:bg-bg data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)] disabled:text-ink-disabled max-sm:h-10 max-sm:px-3',
            size === 's' ? 'h-5 px-2 text-12' : 'h-6 px-2.5 text-13',
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
