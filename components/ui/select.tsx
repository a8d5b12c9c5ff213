'use client'
import { Select as Primitive } from 'radix-ui'
import { Check, ChevronDown } from 'lucide-react'
import { cn } from './class-names'
import { Icon } from './icon'

export interface Option<T extends string> {
  readonly value: T
  readonly label: string
  /** A second line that says when to choose it. */
  readonly hint?: string
  readonly disabled?: boolean
}

export interface SelectProps<T extends string> {
  value: T | null
  options: readonly Option<T>[]
  onChange: (value: T) => void
  placeholder?: string
  /** `flat` has no edge: for field and operator in a condition row, and for sort order. */
  look?: 'plain' | 'flat'
  size?: 'm' | 'l'
  disabled?: boolean
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | undefined
  className?: string
}

/** One of up to about fifteen named choices; longer or searched lists are a `Combobox`. */
export function Select<T extends string>({ value, options, onChange, placeholder, look = 'plain', size = 'm', disabled, className, ...control }: SelectProps<T>) {
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next)
    if (option) onChange(option.value)
  }
  return (
    <Primitive.Root value={value ?? ''} onValueChange={choose} disabled={disabled ?? false}>
      <Primitive.Trigger
        {...control}
        className={cn(
          'inline-flex min-w-0 items-center gap-1 rounded-control border text-13 text-ink data-[placeholder]:text-ink-3 disabled:text-ink-3 aria-invalid:border-danger max-sm:h-11',
          size === 'l' ? 'h-8' : 'h-7',
          look === 'plain' ? 'border-line-control bg-bg ps-2 pe-1.5' : 'border-transparent bg-transparent px-1.5 hover:bg-hover',
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate text-start">
          <Primitive.Value placeholder={placeholder} />
        </span>
        <Primitive.Icon asChild>
          <span className="text-ink-3">
            <Icon of={ChevronDown} size={14} />
          </span>
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-popover) max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-node bg-raised shadow-popover data-[state=open]:animate-pop"
        >
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <Primitive.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="flex min-h-7 items-center gap-2 rounded-tag py-1 ps-2 pe-2 text-13 outline-none data-[disabled]:text-ink-disabled data-[highlighted]:bg-hover max-sm:min-h-11"
              >
                <span className="min-w-0 flex-1">
                  <Primitive.ItemText>{option.label}</Primitive.ItemText>
                  {option.hint && <span className="block text-12 text-ink-3">{option.hint}</span>}
                </span>
                <span className="size-4">
                  <Primitive.ItemIndicator>
                    <Icon of={Check} className="text-accent-ink" />
                  </Primitive.ItemIndicator>
                </span>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
