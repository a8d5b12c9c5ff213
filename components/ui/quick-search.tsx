'use client'
import { useEffect, useRef, useState } from 'react'
import { Search } from 'lucide-react'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { Input } from './input'
import { Kbd } from './kbd'

const REST_MILLISECONDS = 200

/** The search box of a list. It asks when typing rests, and follows when the address changes under it. */
export function QuickSearch({ label, value, onChange }: { label: string; value: string; onChange: (q: string) => void }) {
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
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && input.current?.blur()}
      className="w-full max-w-[400px]"
      end={<Kbd keys={keysOf('search') ?? ''} className="max-lg:hidden" />}
    />
  )
}
