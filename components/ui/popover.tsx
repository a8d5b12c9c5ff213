'use client'
import type { ReactNode } from 'react'
import { Popover as Primitive } from 'radix-ui'
import { cn } from './class-names'

export interface PopoverProps {
  /** The control that opens it. */
  trigger: ReactNode
  label: string
  children: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  className?: string
}

/** A small box beside the control that opened it, closed by Escape or a press outside. */
export function Popover({ trigger, label, children, open, onOpenChange, align = 'start', side = 'bottom', className }: PopoverProps) {
  return (
    <Primitive.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn('z-(--z-popover) w-72 rounded-node bg-raised p-3 text-13 text-ink shadow-popover outline-none data-[state=open]:animate-pop', className)}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
