'use client'
import { RadioGroup } from 'radix-ui'
import { useId } from 'react'
import { CircleAlert } from 'lucide-react'
import { Icon } from '../ui/icon'

export interface ChoicesProps<T extends string> {
  label: string
  value: T
  options: readonly { readonly value: T; readonly label: string; readonly help?: string; readonly disabled?: boolean }[]
  onChange: (value: T) => void
  disabled?: boolean
  error?: string | undefined
  field?: string
}

/** A few choices that need a sentence each to be understood. */
export function Choices<T extends string>({ label, value, options, onChange, disabled = false, error, field }: ChoicesProps<T>) {
  const id = useId()
  return (
    <div data-field={field}>
      <h3 id={id} className="mb-1.5 font-medium">{label}</h3>
      <RadioGroup.Root
        aria-labelledby={id}
        value={value}
        disabled={disabled}
        onValueChange={(next) => {
          const option = options.find((one) => one.value === next)
          if (option !== undefined) onChange(option.value)
        }}
        className="flex flex-col gap-1"
      >
        {options.map((option) => (
          <label key={option.value} className="flex items-start gap-2 py-0.5 max-sm:min-h-11">
            <RadioGroup.Item value={option.value} disabled={option.disabled ?? false} className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-control bg-bg after:absolute after:-inset-1 data-[state=checked]:border-accent disabled:opacity-50">
              <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
            </RadioGroup.Item>
            <span className="min-w-0">
              {option.label}
              {option.help && <span className="block text-12 text-ink-3">{option.help}</span>}
            </span>
          </label>
        ))}
      </RadioGroup.Root>
      {error && (
        <p className="mt-1 flex items-start gap-1.5 text-12 text-danger-ink">
          <Icon of={CircleAlert} size={14} className="mt-px" />
          {error}
        </p>
      )}
    </div>
  )
}
