import type { ComponentProps } from 'react'
import { Slot } from 'radix-ui'
import { cva, type VariantProps } from 'class-variance-authority'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'

const button = cva(
  [
    'relative inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap select-none',
    'transition-colors duration-[var(--d-fast)] ease-out',
    'disabled:border-line disabled:bg-transparent disabled:text-ink-3 aria-disabled:border-line aria-disabled:bg-transparent aria-disabled:text-ink-3',
    'max-sm:after:absolute max-sm:after:inset-x-0 max-sm:after:-inset-y-1',
  ],
  {
    variants: {
      look: {
        primary: 'border-accent bg-accent text-on-solid enabled:hover:border-accent-hover enabled:hover:bg-accent-hover',
        secondary: 'border-line-strong bg-raised text-ink enabled:hover:bg-hover [&>svg]:text-ink-3',
        quiet: 'border-transparent bg-transparent text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink [&>svg]:text-ink-3',
        link: 'h-auto! border-transparent bg-transparent px-0! text-accent-ink enabled:hover:underline enabled:hover:underline-offset-2',
      },
      size: { s: 'h-6 px-2 text-12 max-sm:h-9', m: 'h-7 px-2.5 text-13 max-sm:h-9', l: 'h-8 px-3 text-13 max-sm:h-10' },
    },
    defaultVariants: { look: 'secondary', size: 'm' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof button> {
  icon?: LucideIcon
  /** Draws the look on the single child (a link) instead of a button. The child brings its own icon. */
  asChild?: boolean
  /** Waiting for an answer: says so to assistive technology and refuses a second press; the label stays. */
  busy?: boolean
}

/** One primary per region of work; the rare action is `quiet`. Never red: the words and the dialog carry the danger. */
export function Button({ look, size, icon, asChild = false, busy = false, className, children, disabled, type = 'button', ...rest }: ButtonProps) {
  const classes = cn(button({ look, size }), asChild && 'hover:bg-hover', asChild && look === 'primary' && 'hover:bg-accent-hover', className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button type={type} className={classes} disabled={disabled || busy} aria-busy={busy || undefined} {...rest}>
      {icon && <Icon of={icon} size={size === 's' ? 14 : 16} className="-ms-0.5" />}
      {children}
    </button>
  )
}
