'use client'
import type { ReactNode } from 'react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { keysOf } from '../keyboard/keys-of'
import { useCommand } from '../keyboard/use-command'
import { cn } from '../ui/class-names'
import { IconButton } from '../ui/icon-button'
import { Crumbs, Spacer, Toolbar } from '../ui/toolbar'

export interface DetailToolbarProps {
  /** The list the thing was opened from, as it was filtered. */
  list: { readonly href: string; readonly label: string }
  /** Ids of that list in its order. */
  ids: readonly string[]
  id: string
  addressOf: (id: string) => string
  /** What the thing is called; null until it is known. */
  name: string | null
  labels: { readonly back: string; readonly crumbs: string; readonly previous: string; readonly next: string }
  /** What can be done with it. */
  children?: ReactNode
}

/** The bar over one thing of a list: the way back, its name, and the steps to the one before and the one after. */
export function DetailToolbar({ list, ids, id, addressOf, name, labels, children }: DetailToolbarProps) {
  const t = useTranslations('ui')
  const router = useRouter()
  const at = ids.indexOf(id)
  const step = (steps: 1 | -1) => {
    const next = at < 0 ? undefined : ids[at + steps]
    if (next === undefined) return false
    router.replace(addressOf(next))
  }
  const goBack = () => router.push(list.href)
  useCommand('list.next', () => step(1))
  useCommand('list.previous', () => step(-1))
  useCommand('list.back', goBack)
  useCommand('up', goBack)
  return (
    <Toolbar>
      <IconButton icon={ArrowLeft} label={labels.back} keys={keysOf('list.back')} onClick={goBack} className="-ms-1.5 sm:hidden" />
      <Crumbs
        label={labels.crumbs}
        links={[
          <Link key="list" href={list.href}>
            {list.label}
          </Link>,
        ]}
        current={name ?? '…'}
      />
      <Spacer />
      {at >= 0 && (
        <span className={cn('flex shrink-0 items-center', children && 'max-sm:hidden')}>
          <span className="me-1 text-12 text-ink-3">{t('nOf', { n: at + 1, all: ids.length })}</span>
          <IconButton icon={ChevronUp} label={labels.previous} keys={keysOf('list.previous')} disabled={at === 0} onClick={() => step(-1)} />
          <IconButton icon={ChevronDown} label={labels.next} keys={keysOf('list.next')} disabled={at === ids.length - 1} onClick={() => step(1)} />
        </span>
      )}
      {children}
    </Toolbar>
  )
}
