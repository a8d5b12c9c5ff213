'use client'
import { useState } from 'react'
import { Command } from 'cmdk'
import { Check, Minus, Plus, Search } from 'lucide-react'
import { Icon, type LucideIcon } from './icon'

export interface SearchedOption {
  readonly value: string
  readonly label: string
  readonly hint?: string
  /** Other words it is found by. */
  readonly keywords?: readonly string[]
  readonly group?: string
  readonly icon?: LucideIcon
  /** Chosen, or chosen for a part of what the choice is about. */
  readonly mark?: 'all' | 'some' | undefined
}

export interface SearchedListProps {
  options: readonly SearchedOption[]
  onChoose: (value: string) => void
  /** Name and placeholder of the search box. */
  searchLabel: string
  /** Said when nothing fits. */
  emptyText: string
  /** Offers to make what was typed, for instance a new tag. */
  create?: { readonly label: (typed: string) => string; readonly onCreate: (typed: string) => void } | undefined
}

/** Options under a box that finds them by typing: what a combobox and the choices behind a button open. */
export function SearchedList({ options, onChoose, searchLabel, emptyText, create }: SearchedListProps) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim()
  const groups = [...new Set(options.map(({ group = '' }) => group))]
  const isNew = wanted !== '' && !options.some(({ label }) => label.toLowerCase() === wanted.toLowerCase())
  return (
    <Command label={searchLabel} className="flex max-h-80 flex-col">
      <div className="flex h-9 shrink-0 items-center gap-1.5 border-b border-line px-2.5">
        <Icon of={Search} className="text-ink-3" />
        <Command.Input autoFocus value={typed} onValueChange={setTyped} placeholder={searchLabel} className="h-full min-w-0 flex-1 bg-transparent text-13 outline-none max-sm:text-16" />
      </div>
      <Command.List className="thin-scroll min-h-0 overflow-y-auto p-1">
        {!create && <Command.Empty className="px-2 py-3 text-ink-3">{emptyText}</Command.Empty>}
        {groups.map((group) => (
          <Command.Group key={group} heading={group || undefined} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3">
            {options
              .filter((option) => (option.group ?? '') === group)
              .map(({ value, label, hint, keywords = [], icon, mark }) => (
                <Command.Item key={value} value={value} keywords={[label, ...keywords]} onSelect={() => onChoose(value)} className={ITEM}>
                  {icon && <Icon of={icon} className="text-ink-3" />}
                  <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                    {label}
                    {hint && <span className="block text-12 text-ink-3">{hint}</span>}
                  </span>
                  {mark && <Icon of={mark === 'all' ? Check : Minus} className="text-accent-ink" />}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
        {create && isNew && (
          <Command.Item value={`create ${typed}`} forceMount onSelect={() => create.onCreate(wanted)} className={ITEM}>
            <Icon of={Plus} className="text-ink-3" />
            {create.label(wanted)}
          </Command.Item>
        )}
      </Command.List>
    </Command>
  )
}

const ITEM = 'flex min-h-7 cursor-pointer items-center gap-2 rounded-tag px-2 py-1 text-13 data-[selected=true]:bg-hover max-sm:min-h-11'
