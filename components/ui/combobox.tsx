'use client'
import { useState } from 'react'
import { Popover as Primitive } from 'radix-ui'
import { Command } from 'cmdk'
import { Check, ChevronsUpDown, Plus, Search } from 'lucide-react'
import { cn } from './class-names'
import { Icon } from './icon'

export interface ComboboxOption {
  readonly value: string
  readonly label: string
  readonly hint?: string
  /** Other words it is found by. */
  readonly keywords?: readonly string[]
  readonly group?: string
}

export interface ComboboxProps {
  value: string | null
  options: readonly ComboboxOption[]
  onChange: (value: string) => void
  placeholder: string
  /** Name and placeholder of the search box. */
  searchLabel: string
  /** Said when nothing fits. */
  emptyText: string
  /** Offers to make what was typed, for instance a new tag; returns its label. */
  create?: { readonly label: (typed: string) => string; readonly onCreate: (typed: string) => void }
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
  const [typed, setTyped] = useState('')
  const chosen = options.find((option) => option.value === value)
  const groups = [...new Set(options.map((option) => option.group ?? ''))]
  const close = (next: boolean) => {
    setOpen(next)
    setTyped('')
  }
  const known = options.some((option) => option.label.toLowerCase() === typed.trim().toLowerCase())
  return (
    <Primitive.Root open={open} onOpenChange={close}>
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
          <Command label={searchLabel} className="flex max-h-80 flex-col">
            <div className="flex h-9 shrink-0 items-center gap-1.5 border-b border-line px-2">
              <Icon of={Search} className="text-ink-3" />
              <Command.Input value={typed} onValueChange={setTyped} placeholder={searchLabel} className="h-full min-w-0 flex-1 bg-transparent text-13 outline-none max-sm:text-16" />
            </div>
            <Command.List className="thin-scroll min-h-0 overflow-y-auto p-1">
              {!create && <Command.Empty className="px-2 py-3 text-ink-3">{emptyText}</Command.Empty>}
              {groups.map((group) => (
                <Command.Group key={group} heading={group || undefined} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3">
                  {options
                    .filter((option) => (option.group ?? '') === group)
                    .map((option) => (
                      <Command.Item
                        key={option.value}
                        value={option.value}
                        keywords={[option.label, ...(option.keywords ?? [])]}
                        onSelect={() => {
                          onChange(option.value)
                          close(false)
                        }}
                        className={ITEM}
                      >
                        <span className="min-w-0 flex-1">
                          {option.label}
                          {option.hint && <span className="block text-12 text-ink-3">{option.hint}</span>}
                        </span>
                        {option.value === value && <Icon of={Check} className="text-accent-ink" />}
                      </Command.Item>
                    ))}
                </Command.Group>
              ))}
              {create && typed.trim() !== '' && !known && (
                <Command.Item
                  value={`create ${typed}`}
                  forceMount
                  onSelect={() => {
                    create.onCreate(typed.trim())
                    close(false)
                  }}
                  className={ITEM}
                >
                  <Icon of={Plus} className="text-ink-3" />
                  {create.label(typed.trim())}
                </Command.Item>
              )}
            </Command.List>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const ITEM = 'flex min-h-7 cursor-pointer items-center gap-2 rounded-tag px-2 py-1 text-13 data-[selected=true]:bg-hover max-sm:min-h-11'
