'use client'
import type { ReactNode } from 'react'
import { Tooltip as Primitive } from 'radix-ui'
import { Kbd } from './kbd'

/** Around the whole application, once: the second tooltip in a row opens without delay. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Primitive.Provider delayDuration={400}>{children}</Primitive.Provider>
}

/** A name or an explanation on hover and focus, with the key that does the same. The trigger must be focusable and must make sense without it. */
export function Tooltip({ text, keys, side = 'bottom', children }: { text: ReactNode; keys?: string | undefined; side?: 'top' | 'right' | 'bottom' | 'left'; children: ReactNode }) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-(--z-popover) flex max-w-72 items-center gap-2 rounded-control bg-raised px-2 py-1 text-12 text-ink shadow-popover data-[state=delayed-open]:animate-fade"
        >
          {text}
          {keys && <Kbd keys={keys} />}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
