'use client'
import { Fragment, type ReactNode } from 'react'
import { DropdownMenu as Dropdown } from 'radix-ui'
import { Check } from 'lucide-react'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'
import { ariaKeys, Kbd } from './kbd'

export type MenuItem =
  | 'separator'
  | { readonly heading: string }
  | {
      readonly label: string
      readonly onSelect: () => void
      readonly icon?: LucideIcon
      readonly keys?: string | undefined
      readonly hint?: string
      /** Set on items that are a choice; true draws the tick. */
      readonly checked?: boolean
      readonly disabled?: boolean
    }

export interface MenuProps {
  trigger: ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
}

/** A menu under a button. */
export function Menu({ trigger, items, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <Dropdown.Root>
      <Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content align={align} side={side} sideOffset={4} collisionPadding={8} className={CONTENT}>
          {items.map((item, index) => (
            <Fragment key={index}>{entry(item)}</Fragment>
          ))}
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

const CONTENT = 'z-(--z-popover) max-h-(--radix-popper-available-height) min-w-44 overflow-y-auto rounded-node bg-raised p-1 text-13 text-ink shadow-popover data-[state=open]:animate-pop'
const ROW = 'flex min-h-7 cursor-pointer items-center gap-2 rounded-tag px-2 py-1 outline-none data-[disabled]:cursor-default data-[disabled]:text-ink-disabled data-[highlighted]:bg-hover max-sm:min-h-11'

function entry(item: MenuItem): ReactNode {
  if (item === 'separator') return <Dropdown.Separator className="my-1 h-px bg-line" />
  if ('heading' in item) return <Dropdown.Label className="px-2 py-1 text-11 font-medium text-ink-3">{item.heading}</Dropdown.Label>
  const inside = (
    <>
      {item.checked !== undefined && <span className="size-4">{item.checked && <Icon of={Check} className="text-accent-ink" />}</span>}
      {item.icon && <Icon of={item.icon} className="text-ink-3" />}
      <span className="min-w-0 flex-1">
        {item.label}
        {item.hint && <span className="block text-12 text-ink-3">{item.hint}</span>}
      </span>
      {item.keys && <Kbd keys={item.keys} className="ms-4" />}
    </>
  )
  if (item.checked !== undefined) {
    return (
      <Dropdown.CheckboxItem className={ROW} aria-keyshortcuts={ariaKeys(item.keys)} checked={item.checked} disabled={item.disabled ?? false} onSelect={item.onSelect}>
        {inside}
      </Dropdown.CheckboxItem>
    )
  }
  return (
    <Dropdown.Item className={cn(ROW)} aria-keyshortcuts={ariaKeys(item.keys)} disabled={item.disabled ?? false} onSelect={item.onSelect}>
      {inside}
    </Dropdown.Item>
  )
}
