'use client'
import type { ReactNode } from 'react'
import { Checkbox as Primitive } from 'radix-ui'
import { Check, Minus } from 'lucide-react'
import { cn } from './class-names'

export interface CheckboxProps {
  checked: boolean | 'indeterminate'
  onChange: (checked: boolean) => void
  /** Its name. Shown beside the box unless `bare`, where it is only read aloud. */
  label: string
  bare?: boolean
  help?: ReactNode
  disabled?: boolean
  className?: string
}

/** A box for things chosen together; a single setting that acts at once is a `Switch`. */
export function Checkbox({ checked, onChange, label, bare = false, help, disabled, className }: CheckboxProps) {
  const box = (
    <Primitive.Root
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      disabled={disabled}
      aria-label={bare ? label : undefined}
      className={cn(
        'relative grid size-4 shrink-0 place-items-center rounded-xs border border-line-control bg-bg text-on-solid data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:border-line',
        'after:absolute after:-inset-1 max-sm:after:-inset-3.5',
        bare && className,
      )}
    >
      <Primitive.Indicator className="grid place-items-center">
        {checked === 'indeterminate' ? <Minus aria-hidden size={12} strokeWidth={2.5} /> : <Check aria-hidden size={12} strokeWidth={2.5} />}
      </Primitive.Indicator>
    </Primitive.Root>
  )
  if (bare) return box
  return (
    <label className={cn('flex items-start gap-2 text-13', disabled && 'text-ink-3', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span>
        {label}
        {help && <span className="block text-12 text-ink-3">{help}</span>}
      </span>
    </label>
  )
}
