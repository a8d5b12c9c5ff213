'use client'
import { Switch as Primitive } from 'radix-ui'
import { cn } from './class-names'

/** A setting that acts at once. With `bare` the label is only read aloud. */
export function Switch({ checked, onChange, label, bare = false, disabled, className }: { checked: boolean; onChange: (checked: boolean) => void; label: string; bare?: boolean; disabled?: boolean; className?: string }) {
  const control = (
    <Primitive.Root
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={bare ? label : undefined}
      className={cn(
        'relative h-4 w-7 shrink-0 rounded-full bg-line-control transition-colors duration-[var(--d-base)] data-[state=checked]:bg-accent disabled:opacity-50',
        'after:absolute after:-inset-1 max-sm:after:-inset-3.5',
      )}
    >
      <Primitive.Thumb className="block size-3 translate-x-0.5 rounded-full bg-on-solid transition-transform duration-[var(--d-base)] ease-out data-[state=checked]:translate-x-3.5" />
    </Primitive.Root>
  )
  if (bare) return control
  return (
    <label className={cn('flex items-center gap-2 text-13', disabled && 'text-ink-3', className)}>
      {label}
      {control}
    </label>
  )
}
