'use client'
import { useRef, useState, type KeyboardEvent } from 'react'
import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'

/** A title that becomes a field where it stands. Enter and leaving keep it, Escape does not; an empty one is not taken. */
export function EditableTitle({ value, onChange }: { value: string; onChange: (title: string) => void }) {
  const t = useTranslations('records')
  const [typed, setTyped] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const finish = (keep: boolean) => {
    const title = typed?.trim() ?? ''
    setTyped(null)
    if (keep && title !== '') onChange(title)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    finish(event.key === 'Enter')
    requestAnimationFrame(() => button.current?.focus())
  }
  if (typed !== null) {
    return (
      <div className="-ms-2 mb-0.5">
        <Input aria-label={t('titleLabel')} autoFocus maxLength={300} value={typed} onChange={(event) => setTyped(event.target.value)} onKeyDown={onKeyDown} onBlur={() => finish(true)} className="max-w-2xl [&_input]:text-16 [&_input]:font-strong" />
      </div>
    )
  }
  return (
    <div className="group/title flex min-w-0 items-center gap-1">
      <h2 className="min-w-0 truncate text-16 font-strong" title={value} onDoubleClick={() => setTyped(value)}>
        {value}
      </h2>
      <IconButton ref={button} size="s" icon={Pencil} label={t('editTitle')} onClick={() => setTyped(value)} />
    </div>
  )
}
