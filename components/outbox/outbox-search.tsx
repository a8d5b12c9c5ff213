'use client'
import { useEffect, useRef, useState } from 'react'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Input } from '../ui/input'
import { Kbd } from '../ui/kbd'

const REST_MILLISECONDS = 200

/** Finds mail by recipient, subject or the server's answer, when typing rests. */
export function OutboxSearch({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const t = useTranslations('outbox')
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), REST_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  useCommand('search', () => input.current?.focus())
  return (
    <Input
      ref={input}
      type="search"
      look="quiet"
      icon={Search}
      aria-label={t('search')}
      placeholder={t('search')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && input.current?.blur()}
      className="w-full max-w-[400px]"
      end={<Kbd keys={keysOf('search') ?? ''} className="max-lg:hidden" />}
    />
  )
}
