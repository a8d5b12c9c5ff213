'use client'
import { useState } from 'react'
import Link from 'next/link'
import { File, Reply } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { Button } from '../ui/button'
import { Icon } from '../ui/icon'
import { excerptOf } from './excerpt'
import type { Entry } from './timeline-days'

const SHOWN_CHARACTERS = 480

/** A mail of the timeline: its own words without what it quotes, its files, and the way to answer it. */
export function MailEntry({ message, ours }: { message: NonNullable<Entry['message']>; ours: boolean }) {
  const t = useTranslations('records')
  const formats = useFormats()
  const [whole, setWhole] = useState(false)
  const text = excerptOf(message.text)
  const isLong = text.length > SHOWN_CHARACTERS
  return (
    <article className="mt-1.5 max-w-3xl rounded-node border border-line px-3 py-2.5">
      <h4 className="font-medium [overflow-wrap:anywhere]">{message.subject || t('noSubject')}</h4>
      <p className="mt-0.5 text-14 [overflow-wrap:anywhere] whitespace-pre-line text-ink-2">{isLong && !whole ? `${text.slice(0, SHOWN_CHARACTERS).trimEnd()}…` : text}</p>
      {isLong && (
        <Button look="link" size="s" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {t(whole ? 'showLess' : 'showAll')}
        </Button>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2 empty:hidden">
        {message.attachments.map((file) => (
          <a key={file.id} href={`/api/attachments/${file.id}`} download className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-control border border-line-strong px-2 hover:bg-hover max-sm:h-11">
            <Icon of={File} className="text-ink-3" />
            <span className="truncate font-medium">{file.filename}</span>
            <span className="text-12 text-ink-3">{formats.bytes(file.size)}</span>
          </a>
        ))}
        {!ours && (
          <Button asChild className="ms-auto">
            <Link href={`/inbox?thread=${message.threadId}&write=reply:${message.id}`}>
              <Icon of={Reply} />
              {t('reply')}
            </Link>
          </Button>
        )}
      </div>
    </article>
  )
}
