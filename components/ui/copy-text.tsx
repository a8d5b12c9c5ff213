'use client'
import { useState } from 'react'
import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cn } from './class-names'
import { IconButton } from './icon-button'

/** Something a machine said, to be copied: an id, a DNS value, a reply line. Says "copied" until the pointer or focus leaves. */
export function CopyText({ text, shown, className }: { text: string; shown?: string; className?: string }) {
  const t = useTranslations('ui')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1', className)} onPointerLeave={() => setCopied(false)} onBlur={() => setCopied(false)}>
      <code className="min-w-0 truncate text-12 text-ink-2">{shown ?? text}</code>
      <IconButton size="s" icon={copied ? Check : Copy} label={copied ? t('copied') : t('copy')} onClick={() => void copy()} />
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </span>
  )
}
