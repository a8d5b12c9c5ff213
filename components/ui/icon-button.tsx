'use client'
import type { ComponentProps } from 'react'
import { cn } from './class-names'
import { Icon, type LucideIcon } from './icon'
import { ariaKeys } from './kbd'
import { Tooltip } from './tooltip'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label' | 'title'> {
  icon: LucideIcon
  /** Its name: read aloud and shown as tooltip. */
  label: string
  /** Binding shown in the tooltip, as the registry writes it. */
  keys?: string | undefined
  size?: 's' | 'm'
  /** A toggle that is on. Leave undefined for plain buttons. */
  pressed?: boolean
}

/** A quiet button that is only a glyph, at least 24 px, with a 44 px reach on phones. */
export function IconButton({ icon, label, keys, size = 'm', pressed, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={ariaKeys(keys)}
        className={cn(
          'relative inline-grid shrink-0 place-items-center rounded-control text-ink-3 transition-colors duration-[var(--d-fast)]',
          'enabled:hover:bg-hover enabled:hover:text-ink disabled:text-ink-disabled aria-pressed:bg-pressed aria-pressed:text-ink data-[state=open]:bg-pressed data-[state=open]:text-ink',
          size === 's' ? 'size-6 max-sm:after:absolute max-sm:after:-inset-2.5' : 'size-7 max-sm:after:absolute max-sm:after:-inset-2',
          className,
        )}
        {...rest}
      >
        <Icon of={icon} size={size === 's' ? 14 : 16} />
      </button>
    </Tooltip>
  )
}
