'use client'
import { useEffect, useRef, useState } from 'react'
import { Search, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Input } from '../ui/input'
import { Kbd } from '../ui/kbd'
import { OPERATORS } from './search-terms'

/** How long typing rests before it is searched for. */
const REST_MILLISECONDS = 250

/** The search box: what is typed becomes the address, and the operators it knows are offered while it has the focus. */
export function MailSearch({ q, onSearch, className, autoFocus = false }: { q: string; onSearch: (q: string) => void; className?: string; autoFocus?: boolean }) {
  const t = useTranslations('inbox')
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(q)
  const [shown, setShown] = useState(q)
  const [near, setNear] = useState(false)
  if (shown !== q) {
    setShown(q)
    setTyped(q)
  }
  useCommand('search', () => {
    box.current?.focus()
    box.current?.select()
  })
  const search = useRef(onSearch)
  useEffect(() => {
    search.current = onSearch
  })
  useEffect(() => {
    if (typed === q) return
    const timer = setTimeout(() => search.current(typed), REST_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed, q])
  const add = (operator: string) => {
    setTyped(`${typed.trimEnd()} ${operator}:`.trimStart())
    box.current?.focus()
  }
  return (
    <div
      role="search"
      className={cn('relative min-w-0', className)}
      onFocus={() => setNear(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setNear(false)
      }}
    >
      <Input
        ref={box}
        icon={Search}
        look="quiet"
        type="text"
        inputMode="search"
        autoFocus={autoFocus}
        aria-label={t('search')}
        placeholder={t('searchPlaceholder')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(typed)
          if (event.key !== 'Escape') return
          event.stopPropagation()
          if (typed === '') box.current?.blur()
          else {
            setTyped('')
            onSearch('')
          }
        }}
        end={typed === '' ? <Kbd keys={keysOf('search') ?? ''} className="max-md:hidden" /> : <IconButton icon={X} size="s" label={t('clearSearch')} onClick={() => onSearch('')} className="-me-1" />}
      />
      {near && typed === '' && (
        <div className="absolute inset-x-0 top-full z-(--z-popover) mt-1 rounded-node bg-raised p-2 shadow-popover">
          <p className="px-1 pb-1 text-11 font-medium text-ink-3">{t('narrow')}</p>
          <div className="flex flex-wrap gap-1">
            {OPERATORS.map((operator) => (
              <button key={operator} type="button" onClick={() => add(operator)} title={t(`operatorHelp.${operator}`)} className="h-6 rounded-tag bg-muted-soft px-1.5 font-mono text-12 text-ink-2 hover:bg-pressed max-md:h-10 max-md:px-3">
                {`${operator}:`}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}
