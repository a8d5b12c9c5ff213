'use client'
import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { cn } from '../ui/class-names'
import { Chip } from '../ui/tag'
import { recipientOf } from './draft'

/** Addresses as chips in a line: Enter, comma, a space after an address or leaving the line adds what was typed; what is no address is marked. */
export function RecipientInput({ label, values, onChange, invalid }: { label: string; values: readonly string[]; onChange: (values: readonly string[]) => void; invalid: boolean }) {
  const t = useTranslations('ui')
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const fresh = text.split(/[,;\n]/).map((part) => part.trim()).filter((part) => part !== '' && !values.includes(part))
    if (fresh.length > 0) onChange([...values, ...new Set(fresh)])
    setTyped('')
  }
  return (
    <span className="flex min-h-7 flex-wrap items-center gap-1 max-md:min-h-10">
      {values.map((value) => (
        <Chip
          key={value}
          removeLabel={t('removeValue', { value })}
          onRemove={() => onChange(values.filter((other) => other !== value))}
          className={cn('h-[22px] border-transparent bg-muted-soft', recipientOf(value) === null && 'border-danger-line bg-danger-soft text-danger-ink')}
        >
          <span title={value}>{recipientOf(value)?.name || value}</span>
        </Chip>
      ))}
      <input
        aria-label={label}
        aria-invalid={invalid || undefined}
        inputMode="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          const { value } = event.target
          if (/[,;\n]/.test(value) || (value.endsWith(' ') && recipientOf(value) !== null)) add(value)
          else setTyped(value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            event.preventDefault()
            if (typed.trim() !== '') add(typed)
          } else if (event.key === 'Backspace' && typed === '' && values.length > 0) {
            onChange(values.slice(0, -1))
          }
        }}
        onBlur={() => add(typed)}
        className="h-[22px] min-w-16 flex-1 bg-transparent outline-none max-md:h-10 max-md:text-16"
      />
    </span>
  )
}
