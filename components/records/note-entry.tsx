'use client'
import { Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Tag } from '../ui/tag'

/** A note for colleagues: on grey, with a lock, so that nobody takes it for a mail. */
export function NoteEntry({ text }: { text: string }) {
  const t = useTranslations('records')
  return (
    <div className="mt-1.5 max-w-3xl rounded-node border border-line-strong bg-surface px-3 py-2.5">
      <Tag tone="fact" icon={Lock} className="float-end ms-2">
        {t('internal')}
      </Tag>
      <p className="text-14 [overflow-wrap:anywhere] whitespace-pre-line">{text}</p>
    </div>
  )
}
