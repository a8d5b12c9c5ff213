'use client'
import { useState } from 'react'
import { Popover as Primitive } from 'radix-ui'
import { ChevronsUpDown } from 'lucide-react'
import { cn } from './class-names'
import { Icon } from './icon'
import { SearchedList, type SearchedListProps, type SearchedOption } from './searched-list'

export type ComboboxOption = Omit<SearchedOption, 'icon' | 'mark'>

export interface ComboboxProps extends Pick<SearchedListProps, 'searchLabel' | 'emptyText' | 'create'> {
  value: string | null
  options: readonly ComboboxOption[]
  onChange: (value: string) => void
  placeholder: string
  disabled?: boolean
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | undefined
  className?: string
}

/** One of many, found by typing. */
export function Combobox({ value, options, onChange, placeholder, searchLabel, emptyText, create, disabled, className, ...control }: ComboboxProps) {
  const [open, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  const closing = (act: (chosen: string) => void) => (chosen: string) => {
    act(chosen)
    setOpen(false)
  }
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={open}
          disabled={disabled}
          {...control}
          className={cn(
            'inline-flex h-7 min-w-0 items-center gap-1 rounded-control border border-line-control bg-bg ps-2 pe-1.5 text-13 disabled:text-ink-3 aria-invalid:border-danger max-sm:h-11',
            className,
          )}
        >
          <span className={cn('min-w-0 flex-1 truncate text-start', !chosen && 'text-ink-3')}>{chosen?.label ?? placeholder}</span>
          <Icon of={ChevronsUpDown} size={14} className="text-ink-3" />
        </button>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-(--z-popover) w-(--radix-popover-trigger-width) min-w-56 overflow-hidden rounded-node bg-raised shadow-popover outline-none data-[state=open]:animate-pop"
        >
          <SearchedList
            searchLabel={searchLabel}
            emptyText={emptyText}
            options={options.map((option) => ({ ...option, mark: option.value === value ? 'all' : undefined }))}
            onChoose={closing(onChange)}
            create={create && { label: create.label, onCreate: closing(create.onCreate) }}
          />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
