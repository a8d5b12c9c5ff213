'use client'
import { useEffect, useRef, useState } from 'react'
import { Search } from 'lucide-react'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { cn } from './class-names'
import { Input } from './input'
import { Kbd } from './kbd'

const REST_MILLISECONDS = 200

/** The search box of a list. It asks when typing rests, and follows when the address changes under it. Escape empties it first, then leaves it. */
export function QuickSearch({ label, placeholder = label, value, onChange, className = 'max-w-[400px]' }: { label: string; placeholder?: string; value: string; onChange: (q: string) => void; className?: string }) {
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  const latest = useRef(onChange)
  useEffect(() => {
    latest.current = onChange
  })
  if (known !== value) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => latest.current(typed), REST_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed, value])
  useCommand('search', () => input.current?.focus())
  return (
    <Input
      ref={input}
      type="search"
      look="quiet"
      icon={Search}
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        if (typed === '') return input.current?.blur()
        event.stopPropagation()
        setTyped('')
        onChange('')
      }}
      className={cn('w-full', className)}
      end={<Kbd keys={keysOf('search') ?? ''} className="max-lg:hidden" />}
    />
  )
}
