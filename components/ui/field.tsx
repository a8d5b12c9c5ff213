'use client'
import { useId, type ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import { cn } from './class-names'
import { Icon } from './icon'

/** What `Field` hands to its control so that label, help and error belong to it. */
export interface FieldControl {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean | undefined
}

export interface FieldProps {
  label: ReactNode
  /** What prevents the mistake. It stays when an error comes. */
  help?: ReactNode
  /** What is wrong and why. */
  error?: ReactNode
  /** One press that mends the error. */
  repair?: ReactNode
  optional?: string
  children: (control: FieldControl) => ReactNode
  className?: string
}

/** Label, control, help and error in one column. */
export function Field({ label, help, error, repair, optional, children, className }: FieldProps) {
  const id = useId()
  const described = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="flex items-baseline gap-2 text-13 font-medium">
        {label}
        {optional && <span className="text-12 font-normal text-ink-3">{optional}</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <div id={`${id}-error`} className="flex items-start gap-1.5 text-12 text-danger-ink">
          <Icon of={CircleAlert} size={14} className="mt-px" />
          <span className="min-w-0">{error}</span>
          {repair}
        </div>
      )}
      {help && (
        <p id={`${id}-help`} className="text-12 text-ink-3">
          {help}
        </p>
      )}
    </div>
  )
}
