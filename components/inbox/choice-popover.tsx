'use client'
import type { ReactNode } from 'react'
import type { LucideIcon } from '../ui/icon'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Popover } from '../ui/popover'
import { SearchedList, type SearchedListProps } from '../ui/searched-list'

export interface ChoicePopoverProps extends SearchedListProps {
  icon: LucideIcon
  label: string
  keys?: string | undefined
  disabled: boolean
  /** Without a button of its own: a menu opens it. It stands where its parent does. */
  hidden?: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Stands below the list: another way to choose. */
  foot?: ReactNode
}

/** An icon button that opens a list to choose from by typing: tags and folders. */
export function ChoicePopover({ icon, label, keys, disabled, hidden = false, open, onOpenChange, onChoose, create, foot, ...list }: ChoicePopoverProps) {
  const closing = (act: (chosen: string) => void) => (chosen: string) => {
    act(chosen)
    onOpenChange(false)
  }
  return (
    <Popover label={label} open={open} onOpenChange={onOpenChange} align="end" className={cn('overflow-hidden p-0', foot ? 'w-80' : 'w-60')} trigger={hidden ? <button type="button" tabIndex={-1} aria-hidden className="pointer-events-none absolute inset-0 opacity-0" /> : <IconButton icon={icon} label={label} keys={keys} disabled={disabled} />}>
      <SearchedList {...list} onChoose={closing(onChoose)} create={create && { label: create.label, onCreate: closing(create.onCreate) }} />
      {foot}
    </Popover>
  )
}
