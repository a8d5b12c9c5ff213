'use client'
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useTranslations } from 'next-intl'
import { cn } from './class-names'
import { controlFrame } from './input'
import { Chip } from './tag'

export interface ChipInputProps {
  values: readonly string[]
  onChange: (values: readonly string[]) => void
  placeholder?: string
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | undefined
  className?: string
}

/** Several values in one box: Enter, comma or leaving the box adds what was typed, Backspace in an empty box takes the last away, pasted lines become values. */
export function ChipInput({ values, onChange, placeholder, className, ...control }: ChipInputProps) {
  const t = useTranslations('ui')
  const [typed, setTyped] = useState('')
  const add = (texts: readonly string[]) => {
    const fresh = texts.map((text) => text.trim()).filter((text) => text !== '' && !values.includes(text))
    if (fresh.length > 0) onChange([...values, ...new Set(fresh)])
    setTyped('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === 'Enter' || event.key === ',') && typed.trim() !== '') {
      event.preventDefault()
      add([typed])
    } else if (event.key === 'Backspace' && typed === '' && values.length > 0) {
      onChange(values.slice(0, -1))
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const lines = event.clipboardData.getData('text').split(/[\n,;]/)
    if (lines.length < 2) return
    event.preventDefault()
    add(lines)
  }
  return (
    <span className={cn(controlFrame, 'flex min-h-7 flex-wrap items-center gap-1 p-0.5 max-sm:min-h-11', className)}>
      {values.map((value) => (
        <Chip key={value} removeLabel={t('removeValue', { value })} onRemove={() => onChange(values.filter((other) => other !== value))} className="h-[22px] border-transparent bg-muted-soft">
          {value}
        </Chip>
      ))}
      <input
        {...control}
        value={typed}
        placeholder={values.length === 0 ? placeholder : undefined}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => add([typed])}
        className="h-[22px] min-w-12 flex-1 bg-transparent px-1.5 outline-none max-sm:text-16"
      />
    </span>
  )
}
