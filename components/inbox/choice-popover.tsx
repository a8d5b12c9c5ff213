'use client'
import { useState } from 'react'
import { Command } from 'cmdk'
import { Check, Minus, Plus, Search } from 'lucide-react'
import { cn } from '../ui/class-names'
import { Icon, type LucideIcon } from '../ui/icon'
import { IconButton } from '../ui/icon-button'
import { Popover } from '../ui/popover'

export interface Choice {
  readonly id: string
  readonly name: string
  readonly icon?: LucideIcon
  /** On all that it is about, on some, or on none; left out where it is no toggle. */
  readonly on?: 'all' | 'some' | 'none'
}

export interface ChoicePopoverProps {
  icon: LucideIcon
  label: string
  keys?: string | undefined
  disabled: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
  searchLabel: string
  emptyText: string
  choices: readonly Choice[]
  onChoose: (choice: Choice) => void
  /** Offers to make what was typed. */
  create?: { readonly label: (typed: string) => string; readonly onCreate: (typed: string) => void }
}

/** An icon button that opens a list to choose from by typing: tags and folders. */
export function ChoicePopover({ icon, label, keys, disabled, open, onOpenChange, searchLabel, emptyText, choices, onChoose, create }: ChoicePopoverProps) {
  const [typed, setTyped] = useState('')
  const close = () => {
    onOpenChange(false)
    setTyped('')
  }
  const known = choices.some(({ name }) => name.toLowerCase() === typed.trim().toLowerCase())
  return (
    <Popover label={label} open={open} onOpenChange={(next) => (next ? onOpenChange(true) : close())} align="end" className="w-60 overflow-hidden p-0" trigger={<IconButton icon={icon} label={label} keys={keys} disabled={disabled} />}>
      <Command label={searchLabel} className="flex max-h-80 flex-col">
        <div className="flex h-9 shrink-0 items-center gap-1.5 border-b border-line px-2.5">
          <Icon of={Search} className="text-ink-3" />
          <Command.Input autoFocus value={typed} onValueChange={setTyped} placeholder={searchLabel} className="h-full min-w-0 flex-1 bg-transparent outline-none max-sm:text-16" />
        </div>
        <Command.List className="thin-scroll min-h-0 overflow-y-auto p-1">
          {!create && <Command.Empty className="px-2 py-3 text-ink-3">{emptyText}</Command.Empty>}
          {choices.map((choice) => (
            <Command.Item
              key={choice.id}
              value={choice.id}
              keywords={[choice.name]}
              onSelect={() => {
                onChoose(choice)
                close()
              }}
              className={ITEM}
            >
              {choice.icon && <Icon of={choice.icon} className="text-ink-3" />}
              <span className="min-w-0 flex-1 truncate">{choice.name}</span>
              {choice.on === 'all' && <Icon of={Check} className="text-accent-ink" />}
              {choice.on === 'some' && <Icon of={Minus} className="text-accent-ink" />}
            </Command.Item>
          ))}
          {create && typed.trim() !== '' && !known && (
            <Command.Item
              value={`create ${typed}`}
              forceMount
              onSelect={() => {
                create.onCreate(typed.trim())
                close()
              }}
              className={ITEM}
            >
              <Icon of={Plus} className="text-ink-3" />
              {create.label(typed.trim())}
            </Command.Item>
          )}
        </Command.List>
      </Command>
    </Popover>
  )
}

const ITEM = cn('flex min-h-7 cursor-pointer items-center gap-2 rounded-tag px-2 py-1 data-[selected=true]:bg-hover max-sm:min-h-11')
