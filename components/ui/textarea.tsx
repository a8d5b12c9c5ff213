import type { ComponentProps } from 'react'
import { cn } from './class-names'
import { controlFrame } from './input'

/** Several lines of text; grows with what is typed up to `max-h-*`, then scrolls. */
export function Textarea({ className, mono = false, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <span className={cn(controlFrame, 'flex')}>
      <textarea
        className={cn('field-sizing-content thin-scroll max-h-80 min-h-16 w-full resize-y bg-transparent px-2 py-1.5 outline-none max-sm:text-16', mono && 'font-mono text-12', className)}
        {...rest}
      />
    </span>
  )
}
