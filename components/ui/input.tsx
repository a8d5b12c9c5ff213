import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'

/** The frame of every text control: 3:1 edge, accent ring inside the frame while focused, red edge while invalid. */
export const controlFrame =
  'rounded-control border border-line-control bg-bg text-13 text-ink transition-colors duration-[var(--d-fast)] focus-within:border-focus focus-within:shadow-[0_0_0_1px_var(--focus)] has-[[aria-invalid=true]]:border-danger has-[[aria-invalid=true]]:shadow-[0_0_0_1px_var(--danger)] has-[:disabled]:border-line has-[:disabled]:text-ink-3'

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  icon?: LucideIcon
  size?: 'm' | 'l'
  /** `quiet` has no edge until focused, for search in a toolbar. */
  look?: 'plain' | 'quiet'
  /** What stands at the end: a unit, a key cap, a button. */
  end?: ReactNode
  mono?: boolean
}

/** One line of text. Give it a label with `Field`, or `aria-label` where the place says what it is. */
export function Input({ icon, size = 'm', look = 'plain', end, mono = false, className, ...rest }: InputProps) {
  return (
    <span
      className={cn(
        controlFrame,
        'flex min-w-0 items-center gap-1.5 px-2 max-sm:h-11',
        size === 'l' ? 'h-8' : 'h-7',
        look === 'quiet' && 'border-transparent bg-hover focus-within:bg-bg',
        className,
      )}
    >
      {icon && <Icon of={icon} className="text-ink-3" />}
      <input className={cn('h-full min-w-0 flex-1 bg-transparent outline-none max-sm:text-16', mono && 'font-mono text-12')} {...rest} />
      {end}
    </span>
  )
}
